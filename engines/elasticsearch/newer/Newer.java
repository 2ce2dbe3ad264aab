// Lines in: `query` and the Base64 of an ES|QL query, or `json` and the Base64 of a text and of a path. A line out for each: `ok`, or `error` and the Base64 of the
// grammar's first complaint; `value` and the Base64 of what JSON_EXTRACT reads, `null`, or `warning` and the Base64 of what it warns of.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.lucene.util.BytesRef;
import org.elasticsearch.compute.data.BytesRefBlock;
import org.elasticsearch.xpack.esql.expression.function.scalar.string.JsonExtract;
import org.elasticsearch.xpack.esql.parser.FirstComplaint;

public final class Newer {
    private static final class Cell implements BytesRefBlock.Builder {
        private String answer;

        @Override
        public BytesRefBlock.Builder appendBytesRef(BytesRef value) {
            answer = "value " + encoded(value.utf8ToString());
            return this;
        }

        @Override
        public BytesRefBlock.Builder appendNull() {
            answer = "null";
            return this;
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String ofQuery(String query) {
        String complaint = FirstComplaint.about(query);
        return complaint == null ? "ok" : "error " + encoded(complaint);
    }

    private static String ofJson(String text, String path) {
        Cell cell = new Cell();
        try {
            JsonExtract.process(cell, new BytesRef(text), new BytesRef(path));
        } catch (IllegalArgumentException warning) {
            return "warning " + encoded(warning.getMessage());
        }
        return cell.answer;
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split(" ", -1);
            out.println(parts[0].equals("json") ? ofJson(decoded(parts[1]), decoded(parts[2])) : ofQuery(decoded(parts[1])));
        }
    }
}

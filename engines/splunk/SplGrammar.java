// Base64 of one SPL query per input line; per output line "ok", or "error" and the base64 of the first complaint of the grammar.
import com.teragrep.pth_03.antlr.DPLLexer;
import com.teragrep.pth_03.antlr.DPLParser;
import com.teragrep.pth_03.shaded.org.antlr.v4.runtime.BaseErrorListener;
import com.teragrep.pth_03.shaded.org.antlr.v4.runtime.CharStreams;
import com.teragrep.pth_03.shaded.org.antlr.v4.runtime.CommonTokenStream;
import com.teragrep.pth_03.shaded.org.antlr.v4.runtime.RecognitionException;
import com.teragrep.pth_03.shaded.org.antlr.v4.runtime.Recognizer;
import com.teragrep.pth_03.shaded.org.antlr.v4.runtime.Token;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

public final class SplGrammar {
    private static final class FirstComplaint extends BaseErrorListener {
        private String text;

        @Override
        public void syntaxError(Recognizer<?, ?> recognizer, Object symbol, int line, int column, String message, RecognitionException cause) {
            if (text == null) text = line + ":" + column + " " + message.substring(0, Math.min(message.length(), 200));
        }
    }

    private static String complaintAbout(String query) {
        FirstComplaint complaint = new FirstComplaint();
        DPLLexer lexer = new DPLLexer(CharStreams.fromString(query));
        lexer.removeErrorListeners();
        lexer.addErrorListener(complaint);
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        DPLParser parser = new DPLParser(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(complaint);
        parser.root();
        if (complaint.text == null && tokens.LA(1) != Token.EOF) return "input is left over at " + tokens.LT(1).getText();
        return complaint.text;
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String complaint = complaintAbout(new String(Base64.getDecoder().decode(line.trim()), StandardCharsets.UTF_8));
            out.println(complaint == null ? "ok" : "error " + Base64.getEncoder().encodeToString(complaint.getBytes(StandardCharsets.UTF_8)));
        }
    }
}

// An ES|QL query in; the first complaint of the grammar, or null, out. In this package, because the parser's settings are open to it alone.
package org.elasticsearch.xpack.esql.parser;

import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;

public final class FirstComplaint extends BaseErrorListener {
    private String text;

    @Override
    public void syntaxError(Recognizer<?, ?> recognizer, Object symbol, int line, int column, String message, RecognitionException cause) {
        if (text == null) text = line + ":" + column + " " + message.substring(0, Math.min(message.length(), 200));
    }

    public static String about(String query) {
        EsqlConfig config = new EsqlConfig(false, null);
        FirstComplaint complaint = new FirstComplaint();
        EsqlBaseLexer lexer = new EsqlBaseLexer(CharStreams.fromString(query));
        lexer.setEsqlConfig(config);
        lexer.removeErrorListeners();
        lexer.addErrorListener(complaint);
        EsqlBaseParser parser = new EsqlBaseParser(new CommonTokenStream(lexer));
        parser.setEsqlConfig(config);
        parser.removeErrorListeners();
        parser.addErrorListener(complaint);
        parser.statements();
        return complaint.text;
    }
}

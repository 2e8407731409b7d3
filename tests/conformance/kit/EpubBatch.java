import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;

/**
 * EPUBCheck over many books in one Java process: the first takes seconds, each further one a tenth.
 *
 * <p>usage: java -cp 'epubcheck.jar:lib/*' EpubBatch.java BOOK...
 *
 * <p>Prints a line for each complaint, "fail TAB book TAB message", and "pass TAB book" for a book without
 * any. Warnings are complaints.
 */
public class EpubBatch {
  public static void main(String[] books) {
    for (String book : books) {
      Complaints complaints = new Complaints(book);
      int verdict = new EpubCheck(new File(book), complaints).doValidate();
      if (complaints.count == 0) {
        // A verdict without a complaint would be a fault of this program: it must not count as a pass.
        System.out.println(verdict == 0 ? "pass\t" + book : "fail\t" + book + "\tEPUBCheck gave " + verdict);
      }
    }
  }

  /** Prints what is a warning or worse. */
  private static final class Complaints extends MasterReport {
    private final String book;
    private int count;

    Complaints(String book) {
      this.book = book;
      setEpubFileName(book);
    }

    @Override
    public void message(Message message, EPUBLocation place, Object... words) {
      if (message.getSeverity().toInt() < Severity.WARNING.toInt()) {
        return;
      }
      count++;
      String text = message.getSeverity() + "(" + message.getID() + ") " + message.getMessage(words);
      String where = place == null ? "" : place.getPath() + ":" + place.getLine() + " ";
      System.out.println("fail\t" + book + "\t" + (where + text).replaceAll("\\s+", " "));
    }

    @Override
    public void info(String resource, FeatureEnum feature, String value) {}

    @Override
    public int generate() {
      return 0;
    }

    @Override
    public void initialize() {}
  }
}

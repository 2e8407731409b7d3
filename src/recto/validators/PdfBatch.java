import java.io.File;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * veraPDF's engine over many documents in one Java process.
 *
 * <p>usage: java -cp JARS PdfBatch.java FLAVOUR DOCUMENT...   (ua1, ua2, 1a … 4f)
 *
 * <p>Prints a line for each rule that a document breaks, "fail TAB document TAB rule, how often, first place",
 * and "pass TAB document" for a compliant one.
 */
public class PdfBatch {
  public static void main(String[] words) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(words[0]);
    ValidationProfile profile = profile(nameOf(words[0]));
    for (String document : List.of(words).subList(1, words.length)) {
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(document), flavour);
          // At most 100000 failed checks are kept; passed ones are not; no rule stops the others.
          PDFAValidator validator =
              Foundries.defaultInstance().createValidator(profile, 100000, false, false, false)) {
        tell(document, validator.validateAll(parser).get(0));
      } catch (Exception broken) { // whatever it is: this document cannot be read
        System.out.println("fail\t" + document + "\t" + broken.toString().replaceAll("\\s+", " "));
      }
    }
  }

  /** Returns what the jar calls the profile of a flavour; PDF/UA-2 with what may stand in what. */
  private static String nameOf(String flavour) {
    if (flavour.equals("ua2")) {
      return "PDFUA-2-ISO32005";
    }
    return flavour.startsWith("ua") ? "PDFUA-" + flavour.substring(2) : "PDFA-" + flavour.toUpperCase();
  }

  private static ValidationProfile profile(String name) throws Exception {
    ClassLoader jars = PDFAFlavour.class.getClassLoader();
    try (InputStream xml = jars.getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml")) {
      return Profiles.profileFromXml(xml);
    }
  }

  private static void tell(String document, ValidationResult result) {
    if (result.isCompliant()) {
      System.out.println("pass\t" + document);
      return;
    }
    Map<String, List<TestAssertion>> failed =
        result.getTestAssertions().stream()
            .filter(check -> check.getStatus() == TestAssertion.Status.FAILED)
            .collect(
                Collectors.groupingBy(
                    check -> check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber(),
                    TreeMap::new,
                    Collectors.toList()));
    failed.forEach(
        (rule, checks) -> {
          TestAssertion first = checks.get(0);
          String text =
              String.format(
                  "%s x%d: %s | %s | %s",
                  rule,
                  checks.size(),
                  first.getMessage(),
                  first.getErrorMessage(),
                  first.getLocation().getContext());
          System.out.println("fail\t" + document + "\t" + text.replaceAll("\\s+", " "));
        });
    if (failed.isEmpty()) {
      System.out.println("fail\t" + document + "\tnot compliant, for a reason that veraPDF does not give");
    }
  }
}

import java.io.File;
import java.util.Locale;
import net.sf.okapi.lib.xliff2.core.Fragment;
import net.sf.okapi.lib.xliff2.core.Part;
import net.sf.okapi.lib.xliff2.core.Segment;
import net.sf.okapi.lib.xliff2.core.TargetState;
import net.sf.okapi.lib.xliff2.core.Unit;
import net.sf.okapi.lib.xliff2.processor.DefaultEventHandler;
import net.sf.okapi.lib.xliff2.processor.XLIFFProcessor;
import net.sf.okapi.lib.xliff2.reader.Event;
import net.sf.okapi.lib.xliff2.reader.XLIFFReader;

/**
 * Validates a file against the schemas and rules of XLIFF, splits its texts behind their first full stop, translates every
 * segment into upper case around its codes, and writes it all again: Translate IN OUT.
 */
class Translate {
  public static void main(String[] args) {
    XLIFFReader.validate(new File(args[0]), null);
    XLIFFProcessor processor = new XLIFFProcessor();
    processor.setHandler(new DefaultEventHandler() {
      @Override
      public Event handleUnit(Event event) {
        translate(event.getUnit());
        return event;
      }
    });
    processor.run(new File(args[0]), new File(args[1]));
    XLIFFReader.validate(new File(args[1]), null);
  }

  static void translate(Unit unit) {
    Segment first = unit.getSegment(0);
    int stop = first.getSource().getCodedText().indexOf(". ");
    if (stop > 0 && !first.hasTarget()) {
      unit.split(0, 0, stop + 1, -1, -1, true);
    }
    for (Segment segment : unit.getSegments()) {
      Fragment target = segment.hasTarget() ? segment.getTarget() : segment.getTarget(Part.GetTarget.CLONE_SOURCE);
      target.setCodedText(target.getCodedText().toUpperCase(Locale.ROOT)); // codes are characters without a case in it
      segment.setState(TargetState.TRANSLATED);
      segment.setSubState(null);
    }
  }
}

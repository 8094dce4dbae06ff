// Reads answers with the generated records. It prints "good", or throws.
import acme.hard.BlockContent;
import acme.hard.BlockContentChoice;
import acme.hard.ClassComponent;
import acme.hard.EntryList;
import acme.hard.Quote;
import acme.hard.StringBlock;
import acme.hard.StringContent;
import acme.hard.StringContentEnum;
import acme.hard.StringContentNew;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import portico.content.Article;
import portico.content.ArticleCategory;

final class Check {
    @SuppressWarnings("unchecked")
    public static void main(String[] args) {
        var usual = portico.content.EntryList.from((Map<String, Object>) Data.usual(), Article.class);
        same(usual.data().size(), 3);
        same(usual.data().get(0).fields().publishedOn().getYear(), 2026);
        same(usual.data().get(0).fields().category() == ArticleCategory.UNRECOGNIZED, false);

        EntryList<StringContent> answer = EntryList.from((Map<String, Object>) Data.hard(), StringContent.class);
        StringContent f = answer.data().get(0).fields();
        same(answer.page().total(), 1L);
        same(answer.meta().unresolved().get(0), "string/gone");
        same(f.class_(), "c");
        same(f.int_(), 9007199254740991L);
        same(f.getClass_(), -1L);
        same(f.decimal(), new BigDecimal("123456789012345678.25"));
        same(f.money(), null);
        same(f.this_().html(), "<p>HTML</p>");
        same(f.rich().tree().get("type"), "doc");
        same(f.namespace().lat(), 47.3769);
        same(f.new_(), StringContentNew.A_B3);
        same(f.new_().value(), "A.B");
        same(f.enum_().get(2), StringContentEnum.UNRECOGNIZED);
        same(f.maybe(), null);
        same(f.reference().entry().fields() instanceof BlockContent b ? b.choice() : null, BlockContentChoice.X);
        same(f.references().get(0).entry(), null);
        same(f.photos().get(1).media(), "m2");
        same(f.component().object().get(0).choice().text(), "*x*");
        same(f.quotes().size(), 0);
        same(f.foo_bar(), "1");
        same(f.fooBar(), null);
        Quote quote = (Quote) f.blocks().get(0).component();
        same(((StringBlock) quote.inner().get(0).component()).text(), "T");
        same(((ClassComponent) f.blocks().get(1).component()).self().class_(), "D");
        try {
            acme.hard.BlockChoice.from(Map.of("title", 3));
            throw new IllegalStateException("not refused");
        } catch (IllegalArgumentException e) {
            same(e.getMessage(), "fields.title: must be text, not Integer");
        }
        System.out.println("good");
    }

    private static void same(Object got, Object want) {
        if (!Objects.equals(got, want)) {
            throw new IllegalStateException("got " + got + ", want " + want);
        }
    }
}

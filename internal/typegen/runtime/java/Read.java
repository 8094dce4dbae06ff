/** Reads values out of JSON, as any library gives it: maps, lists, texts, numbers, true and false. */
final class Read {

    private Read() {}

    static <T> T one(Map<String, Object> m, String path, String key, BiFunction<Object, String, T> read) {
        Object v = m.get(key);
        return v == null ? null : read.apply(v, path + "." + key);
    }

    static <T> T needed(Map<String, Object> m, String path, String key, BiFunction<Object, String, T> read) {
        T v = one(m, path, key, read);
        if (v == null) {
            throw new IllegalArgumentException(path + "." + key + ": is missing");
        }
        return v;
    }

    static <T> List<T> list(Map<String, Object> m, String path, String key, BiFunction<Object, String, T> read) {
        Object v = m.get(key);
        if (v == null) {
            return List.of();
        }
        if (!(v instanceof List<?> given)) {
            throw wrong(v, path + "." + key, "a list");
        }
        List<T> out = new ArrayList<>(given.size());
        for (Object item : given) {
            out.add(read.apply(item, path + "." + key + "[" + out.size() + "]"));
        }
        return Collections.unmodifiableList(out);
    }

    static Map<String, Object> map(Map<String, Object> m, String path, String key) {
        Map<String, Object> v = one(m, path, key, Read::object);
        return v == null ? Map.of() : v;
    }

    static Map<String, Object> object(Object v, String path) {
        if (!(v instanceof Map<?, ?> given)) {
            throw wrong(v, path, "an object");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        given.forEach((key, value) -> out.put(String.valueOf(key), value));
        return Collections.unmodifiableMap(out);
    }

    static Object anything(Object v, String path) {
        return v;
    }

    static String text(Object v, String path) {
        if (v instanceof String s) {
            return s;
        }
        throw wrong(v, path, "text");
    }

    static Boolean bool(Object v, String path) {
        if (v instanceof Boolean b) {
            return b;
        }
        throw wrong(v, path, "true or false");
    }

    static Long integer(Object v, String path) {
        if (v instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue())) {
            return n.longValue();
        }
        throw wrong(v, path, "a whole number");
    }

    static Double number(Object v, String path) {
        if (v instanceof Number n) {
            return n.doubleValue();
        }
        throw wrong(v, path, "a number");
    }

    static BigDecimal decimal(Object v, String path) {
        try {
            return new BigDecimal(text(v, path));
        } catch (NumberFormatException e) {
            throw wrong(v, path, "a decimal number such as \"12.50\"");
        }
    }

    static LocalDate date(Object v, String path) {
        try {
            return LocalDate.parse(text(v, path));
        } catch (DateTimeException e) {
            throw wrong(v, path, "a date such as 2026-10-01");
        }
    }

    static Instant dateTime(Object v, String path) {
        try {
            return OffsetDateTime.parse(text(v, path)).toInstant();
        } catch (DateTimeException e) {
            throw wrong(v, path, "a moment such as 2026-10-01T06:30:00Z");
        }
    }

    private static IllegalArgumentException wrong(Object v, String path, String wanted) {
        String got = v == null ? "null" : v.getClass().getSimpleName();
        return new IllegalArgumentException(path + ": must be " + wanted + ", not " + got);
    }
}

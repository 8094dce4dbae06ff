package schema_test

// everything is a type with every kind of field, and every option that fits.
const everything = `name: tip
label: {en: Tip}
description: {en: All there is}
title: title
slug: slug
sort: -day
tree: true
review: required
retention: {revisions: 20}
audiences: [customer, partner]
preview: {"*": "/{locale}/tips/{slug}", klio: "/tips/{key}"}
renamedFrom: hint
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true, required: true, filterable: true, sortable: true, searchable: true, unique: true, renamedFrom: headline}
  - {name: slug, kind: slug, label: {en: Address}, localized: true, from: title}
  - {name: long, kind: long-text, label: {en: Long}, searchable: true}
  - {name: mark, kind: markdown, label: {en: Markdown}, localized: true}
  - {name: rich, kind: rich-text, label: {en: Rich}, localized: true, maxLength: 5000, searchable: true}
  - {name: n, kind: number, label: {en: Number}, min: 0, max: 1.5}
  - {name: i, kind: integer, label: {en: Integer}, default: 3}
  - {name: price, kind: decimal, label: {en: Price}, scale: 3, min: 0.1, unique: true}
  - {name: flag, kind: boolean, label: {en: Flag}}
  - {name: day, kind: date, label: {en: Day}}
  - {name: moment, kind: date-time, label: {en: Moment}}
  - {name: lasts, kind: duration, label: {en: Lasts}, default: PT1H}
  - {name: paint, kind: color, label: {en: Colour}, default: "{color.brand.primary}"}
  - {name: sort, kind: enumeration, label: {en: Sort}, values: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
  - {name: mail, kind: email, label: {en: Mail}, readableBy: [editor, site-manager], writableBy: [editor]}
  - {name: link, kind: url, label: {en: Link}, when: {field: flag, is: true}}
  - {name: phone, kind: telephone, label: {en: Telephone}, when: {field: sort, is: [a, b]}}
  - {name: data, kind: json, label: {en: Data}, schema: {type: object, required: [a], properties: {a: {type: integer}}}}
  - {name: place, kind: geo-point, label: {en: Place}}
  - {name: pictures, kind: media, label: {en: Pictures}, accept: [image, video], many: true}
  - {name: related, kind: reference, label: {en: Related}, to: [tip], many: true, filterable: true}
  - {name: words, kind: tags, label: {en: Words}}
  - name: hero
    kind: component
    label: {en: Hero}
    localized: true
    fields:
      - {name: image, kind: media, label: {en: Image}, accept: [image], required: true}
      - {name: alt, kind: text, label: {en: Alternative text}, required: true}
      - {name: type, kind: text, label: {en: Type}}
      - {name: line, kind: computed, label: {en: Line}, value: "{alt} ({type})"}
  - {name: quote, kind: component, label: {en: Quotes}, component: quote, many: true}
  - {name: body, kind: blocks, label: {en: Body}, components: [quote], localized: true}
  - {name: full, kind: computed, label: {en: Full}, localized: true, value: "{title} / {day}", searchable: true}
`

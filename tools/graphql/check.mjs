// Reads {"sdl", "introspection", "questions": [], "wrong": []} and says what the reference implementation of GraphQL finds wrong: in
// the schema, between the schema and what it tells of itself, and in questions. Those of "wrong" must not be valid.
import { readFileSync } from "node:fs";
import {
  buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema, validate, validateSchema,
} from "graphql";

const input = JSON.parse(readFileSync(0, "utf8"));
if (input.print === "introspection") {
  process.stdout.write(getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true }));
  process.exit(0);
}
const problems = [];
const schema = buildSchema(input.sdl);
problems.push(...validateSchema(schema).map(String));
const told = buildClientSchema(input.introspection);
const [one, other] = [schema, told].map((s) => printSchema(lexicographicSortSchema(s)).split("\n"));
for (let i = 0; i < Math.max(one.length, other.length); i++) {
  if (one[i] !== other[i]) {
    problems.push(`the schema and what it tells differ in line ${i + 1}: ${one[i]} | ${other[i]}`);
    break;
  }
}
for (const question of input.questions) {
  problems.push(...validate(schema, parse(question)).map((e) => `${question}: ${e}`));
}
for (const question of input.wrong) {
  let valid = false;
  try {
    valid = validate(schema, parse(question)).length === 0;
  } catch { /* it cannot be read */ }
  if (valid) problems.push(`${question}: is valid`);
}
process.stdout.write(problems.join("\n"));

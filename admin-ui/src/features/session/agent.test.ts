import { expect, test } from "vitest";
import { agentOf } from "./agent";

const mozilla = "Mozilla/5.0";
test.each([
  [`${mozilla} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`, "Edge", "Windows"],
  [`${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15`, "Safari", "macOS"],
  [`${mozilla} (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0`, "Firefox", "Linux"],
  [`${mozilla} (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36`, "Chrome", "Android"],
  [`${mozilla} (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1`, "Chrome", "iPhone"],
  ["curl/8.5.0", "curl", ""],
  ["", "", ""],
  ["<script>alert(1)</script>", "", ""],
])("%s", (agent, browser, system) => {
  expect(agentOf(agent)).toEqual({ browser, system });
});

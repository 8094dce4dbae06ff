/** What a browser says of itself is a sentence of names of others; the first that fits is it. */
const browsers: [RegExp, string][] = [
  [/\bEdgA?\/|\bEdgiOS\//, "Edge"], [/\bOPR\/|\bOPiOS\//, "Opera"], [/\bVivaldi\//, "Vivaldi"], [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"], [/\bHeadlessChrome\/|\bChrom(e|ium)\/|\bCriOS\//, "Chrome"], [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
  [/^curl\//, "curl"], [/^node\b/, "Node.js"],
];
const systems: [RegExp, string][] = [
  [/\biPhone\b|\biPod\b/, "iPhone"], [/\biPad\b/, "iPad"], [/\bAndroid\b/, "Android"], [/\bWindows\b/, "Windows"], [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"], [/\bLinux\b|\bX11\b/, "Linux"],
];

/** agentOf names the browser and the system of a User-Agent; "" where it names none that we know. */
export function agentOf(agent: string): { browser: string; system: string } {
  const find = (list: [RegExp, string][]) => list.find(([form]) => form.test(agent))?.[1] ?? "";
  return { browser: find(browsers), system: find(systems) };
}

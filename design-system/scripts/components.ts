// The components that need a script. Without it their content is all there.
import { Tabs } from "./tabs";

// A page may carry the script twice.
if (!customElements.get("portico-tabs")) {
  customElements.define("portico-tabs", Tabs);
}

// The components that a script adds something to. Without it their content is all there.
import { Alert } from "./alert";
import { Disclosure } from "./disclosure";
import { Pagination } from "./pagination";
import { Tabs } from "./tabs";

// A page may carry the script twice.
if (!customElements.get("portico-tabs")) {
  customElements.define("portico-alert", Alert);
  customElements.define("portico-disclosure", Disclosure);
  customElements.define("portico-pagination", Pagination);
  customElements.define("portico-tabs", Tabs);
}

import { AssistiveDndState, type TreeInstance } from "@headless-tree/core";
import { useTexts } from "../../kit/texts";
import type { Item } from "./document";
import { texts } from "./texts";

/** TreeDescription says to who does not see the tree what is being moved and where it would go. It stands beside the tree, not in it. */
export function TreeDescription({ tree }: { tree: TreeInstance<Item> }) {
  const t = useTexts(texts);
  const { dnd, assistiveDndState } = tree.getState();
  const target = dnd?.dragTarget;
  const name = dnd?.draggedItems?.[0]?.getItemName() ?? "";
  const place = !target ? "" : "childIndex" in target
    ? t("drag.at", { place: target.childIndex + 1, parent: target.item.getItemName() })
    : t("drag.in", { parent: target.item.getItemName() });
  const said = {
    [AssistiveDndState.None]: "",
    [AssistiveDndState.Started]: `${t("drag.started", { name })} ${place}. ${t("drag.keys")}`,
    [AssistiveDndState.Dragging]: place,
    [AssistiveDndState.Completed]: t("drag.done"),
    [AssistiveDndState.Aborted]: t("drag.aborted"),
  }[assistiveDndState ?? AssistiveDndState.None];
  return (
    <>
      <p id="tree-description" className="p-hidden">{t("tree.help")}</p>
      <p role="status" aria-live="assertive" className="p-hidden">{dnd || assistiveDndState === AssistiveDndState.Completed ? said : ""}</p>
      {dnd?.draggedItems && <p className="p-tree-drag" aria-hidden>{t("drag.keys")}</p>}
    </>
  );
}

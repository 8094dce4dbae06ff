import { Problem } from "../../api/problem";
import { sayItem } from "../item-texts";
import { sayProblem } from "../problem-texts";
import { useTexts } from "../texts";
import { common } from "../texts-common";

const most = 20; // items that are shown

/** Items says why something was refused: everything that the server names, or in general where it names nothing. */
export function Items({ error }: { error: unknown }) {
  const t = useTexts(common);
  const items = error instanceof Problem ? error.items : [];
  if (items.length === 0) return <>{sayProblem(t, error)}</>;
  const said = [...new Set(items.map((i) => sayItem(t, i)))];
  return said.length === 1 ? <>{said[0]}</> : <ul className="p-items">{said.slice(0, most).map((s) => <li key={s}>{s}</li>)}</ul>;
}

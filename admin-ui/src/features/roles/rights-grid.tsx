import { Table, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCircleHalf2, IconMinus } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useState } from "react";
import { useTexts } from "../../kit/texts";
import { actions } from "./rights";
import { useScope } from "./scope";
import { texts } from "./texts";

/** What one cell says. */
export interface Cell {
  how: "all" | "part" | "none";
  /** Why, for people. */
  why?: string;
}

const signs = { all: IconCheck, part: IconCircleHalf2, none: IconMinus };
const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

interface Props {
  label: string;
  cell: (type: string, action: string) => Cell | undefined;
  onChoose?: (type: string, action: string) => void;
}

/** RightsGrid is the table of types and actions. One cell is in the order of the keyboard; arrows go to the others. */
export function RightsGrid({ label, cell, onChoose }: Props) {
  const t = useTexts(texts);
  const scope = useScope();
  const groups = [{ name: t("content"), rows: scope.content }, { name: t("resource"), rows: scope.resources }];
  const rows = groups.flatMap((g) => g.rows);
  const [at, setAt] = useState<[number, number]>([0, 0]);
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const next: [number, number] = [clamp(at[0] + step[0], rows.length), clamp(at[1] + step[1], actions.length)];
    setAt(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-at="${next.join("-")}"]`)?.focus();
  };
  return (
    <div className="p-table">
      <Table className="p-rights" role="grid" aria-label={label} onKeyDown={onKeyDown} verticalSpacing={4} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col"><VisuallyHidden>{t("types")}</VisuallyHidden></Table.Th>
            {actions.map((a) => <Table.Th key={a} scope="col">{t(`action.${a}`)}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        {groups.map((group) => (
          <Table.Tbody key={group.name}>
            <Table.Tr className="p-rights-group"><Table.Th scope="rowgroup" colSpan={actions.length + 1}>{group.name}</Table.Th></Table.Tr>
            {group.rows.map((row) => {
              const y = rows.indexOf(row);
              return (
                <Table.Tr key={row.value}>
                  <Table.Th scope="row">{row.label}</Table.Th>
                  {actions.map((action, x) => {
                    const found = cell(row.value, action);
                    return (
                      <Table.Td key={action}>
                        {found && (
                          <One
                            cell={found} name={`${t(`action.${action}`)}: ${t(`cell.${found.how}`)}`} at={`${y}-${x}`} focusable={at[0] === y && at[1] === x}
                            onFocus={() => setAt([y, x])} onClick={() => onChoose?.(row.value, action)}
                          />
                        )}
                      </Table.Td>
                    );
                  })}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        ))}
      </Table>
    </div>
  );
}

const clamp = (n: number, length: number) => Math.max(0, Math.min(n, length - 1));

function One({ cell, name, at, focusable, onFocus, onClick }: { cell: Cell; name: string; at: string; focusable: boolean; onFocus: () => void; onClick: () => void }) {
  const Sign = signs[cell.how];
  const button = (
    <button type="button" className="p-right" data-how={cell.how} data-at={at} tabIndex={focusable ? 0 : -1} aria-label={name} onFocus={onFocus} onClick={onClick}>
      <Sign size={16} aria-hidden />
    </button>
  );
  return cell.why ? <Tooltip label={cell.why}>{button}</Tooltip> : button;
}

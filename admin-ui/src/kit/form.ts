import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useCallback, useMemo, useRef, useState } from "react";
import { Problem } from "../api/problem";
import { sayItem } from "./item-texts";
import { sayProblem } from "./problem-texts";
import { useTexts } from "./texts";
import { common } from "./texts-common";

/** What is wrong, by name of the field. */
export type Flaws<T> = Partial<Record<keyof T & string, string>>;

/** split lays the items of a problem on the fields that they are about: the pointer /name, or what is below it. What is about no
    field is left over. */
export function split<T extends object>(problem: Problem, values: T, say: (item: Problem["items"][number]) => string) {
  const flaws: Flaws<T> = {};
  const rest: string[] = [];
  for (const item of problem.items) {
    const name = (item.pointer ?? "").split("/")[1] ?? "";
    if (name in values) flaws[name as keyof T & string] ??= say(item);
    else rest.push(say(item));
  }
  return { flaws, rest };
}

interface Options<T, R> {
  initial: T;
  /** What is wrong before anything is sent. */
  check?: (values: T) => Flaws<T>;
  submit: (values: T) => Promise<R>;
  onDone?: (result: R) => void;
}

/** useForm is for small forms: their values, their flaws, and sending them. Errors of the server land on their fields; the rest is
    in "problem". Entries have a store of their own (features/entry). */
export function useForm<T extends object, R = unknown>({ initial, check, submit, onDone }: Options<T, R>) {
  const t = useTexts(common);
  const [values, setValues] = useState(initial);
  const [flaws, setFlaws] = useState<Flaws<T>>({});
  const form = useRef<HTMLFormElement>(null);
  const sending = useMutation({ mutationFn: submit, onSuccess: onDone, onError: (error) => land(error) });
  const left = useMemo(() => {
    if (!sending.error) return undefined;
    if (!(sending.error instanceof Problem)) return sayProblem(t, sending.error);
    const { flaws: placed, rest } = split(sending.error, values, (item) => sayItem(t, item));
    if (rest.length > 0) return rest.join(" ");
    return Object.keys(placed).length > 0 ? undefined : sayProblem(t, sending.error);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what was sent counts, not what is typed since
  }, [sending.error, t]);

  function focusFirst() {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  }
  function land(error: unknown) {
    if (!(error instanceof Problem)) return;
    setFlaws(split(error, values, (item) => sayItem(t, item)).flaws);
    focusFirst();
  }
  const set = useCallback((patch: Partial<T>) => {
    setValues((old) => ({ ...old, ...patch }));
    setFlaws((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !(name in patch))) as Flaws<T>);
  }, []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (sending.isPending) return;
    const found = check?.(values) ?? {};
    setFlaws(found);
    if (Object.keys(found).length > 0) focusFirst();
    else sending.mutate(values);
  };
  /** text gives the properties of a text field. */
  const text = (name: keyof T & string) => ({
    name,
    value: String(values[name] ?? ""),
    error: flaws[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value } as Partial<T>),
  });
  return { values, set, flaws, text, problem: left, error: sending.error, busy: sending.isPending, form: { ref: form, onSubmit, noValidate: true } };
}

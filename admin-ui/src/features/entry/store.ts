import { replaceEqualDeep } from "@tanstack/react-query";
import { Problem } from "../../api/problem";
import type { Schemas } from "../../api/client";
import { createStore } from "../../kit/store";
import type { Field } from "../../kit/model";
import { anchored, type Doc, equal, get, type Path, patchOf, pointer, set } from "./document";
import { type Choice, type Conflict, merge, settled } from "./merge";
import { carried, type Step, tidied } from "./steps";

export type Entry = Schemas["EntryBody"];

/** What becomes of what is written. */
export interface Saving {
  state: "saved" | "waiting" | "saving" | "failed" | "conflict";
  problem?: Problem;
  conflicts?: Conflict[];
}

/** send saves a merge patch over a version; named makes a revision of its own instead of the rolling one. */
export type Send = (version: number, patch: object, named: boolean) => Promise<Entry>;

const wait = 800; // milliseconds from the last key press to the save
const together = 1000; // milliseconds within which changes of one field are one step of undo
const maxSteps = 200;

const docOf = (e: Entry): Doc => ({ shared: e.shared, locales: e.locales });

/** EntryStore holds an entry while it is edited: an immutable document, of which each field reads its own path. It saves by itself, one
    request at a time; where somebody else saved, the changes of both are brought together as finely as the model allows, and only the same
    value asks. */
export class EntryStore {
  /** The entry as the server has it: state, version, who. */
  readonly entry;
  readonly saving = createStore<Saving>({ state: "saved" });
  private base: Doc;
  private doc: Doc;
  private listeners = new Set<() => void>();
  private undone: Step[] = [];
  private done: Step[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private inFlight: Promise<void> | undefined;

  /** fields says what the model is. */
  constructor(entry: Entry, private send: Send, private fields: readonly Field[] = []) {
    this.entry = createStore(entry);
    this.base = docOf(entry);
    this.doc = this.base;
  }

  /** learn takes the fields of the content type, which may come after the entry. */
  learn(fields: readonly Field[]) {
    this.fields = fields;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get = (path: Path): unknown => get(this.doc, path);
  whole = (): Doc => this.doc;
  dirty = (): boolean => this.inFlight !== undefined || !equal(this.base, this.doc);

  /** set changes a value, and saves soon. */
  set = (path: Path, value: unknown) => {
    if (equal(this.get(path), value)) return;
    const at = anchored(this.doc, path);
    const next = set(this.doc, path, value);
    const step: Step = { path: at, before: this.get(at), after: get(next, at), field: pointer(path), at: Date.now() };
    const last = this.done.at(-1);
    const typedOn = last?.field === step.field && pointer(last.path) === pointer(at) && equal(last.after, step.before);
    if (last && typedOn && step.at - last.at < together) {
      this.done[this.done.length - 1] = { ...step, before: last.before };
    } else {
      this.done = [...this.done.slice(1 - maxSteps), step];
    }
    this.undone = [];
    this.change(next);
  };

  undo = () => this.step(this.done, this.undone, (s) => s.before);
  redo = () => this.step(this.undone, this.done, (s) => s.after);

  private step(from: Step[], to: Step[], value: (s: Step) => unknown) {
    const step = from.pop();
    if (!step) return;
    to.push({ ...step, at: 0 });
    this.change(set(this.doc, step.path, value(step)));
  }

  /** carry keeps the steps right after somebody else has changed the document: what they wrote is never undone. */
  private carry() {
    this.done = carried(this.done, this.doc, this.fields, true);
    this.undone = carried(this.undone, this.doc, this.fields, false);
  }

  private change(doc: Doc) {
    this.doc = doc;
    for (const listener of this.listeners) listener();
    if (this.saving.get().state === "conflict") return; // until somebody has chosen
    this.saving.set({ state: "waiting" });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), wait);
  }

  /** save sends what changed. named keeps it as a revision, even where everything was saved by itself already. */
  save = async (named = false): Promise<void> => {
    clearTimeout(this.timer);
    while (this.inFlight) await this.inFlight;
    if (this.saving.get().state === "conflict") return; // until somebody has chosen
    const patch = patchOf(this.base as never, this.doc as never);
    if (!patch && !(named && this.entry.get().autosaved)) {
      this.saving.set({ state: "saved" });
      return;
    }
    this.inFlight = this.try(patch ?? {}, named).finally(() => {
      this.inFlight = undefined;
    });
    await this.inFlight;
  };

  private async try(patch: object, named: boolean) {
    const sent = this.doc;
    this.saving.set({ state: "saving" });
    try {
      this.accept(this.kept(await this.send(this.entry.get().version, patch, named)), sent);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0);
      if (problem.status === 412 && problem.current) this.rebase(problem.current as Entry);
      else this.fail(problem);
    }
  }

  private fail(problem: Problem) {
    this.saving.set({ state: "failed", problem });
    if (problem.passing) this.timer = setTimeout(() => void this.save(), (problem.retryAfter ?? 5) * 1000);
  }

  /** accept takes an answer of the server. It may have tidied values; what was typed since stays. */
  private accept(entry: Entry, sent: Doc) {
    const theirs = docOf(entry);
    this.done = tidied(this.done, sent, theirs);
    this.undone = tidied(this.undone, sent, theirs);
    if (this.doc === sent) this.doc = theirs;
    else {
      const { doc, conflicts } = merge(sent, this.doc, theirs, this.fields);
      this.doc = settled(doc, conflicts.map((c) => ({ ...c, value: c.mine })));
    }
    this.base = theirs;
    this.entry.set(entry);
    for (const listener of this.listeners) listener();
    if (equal(this.base, this.doc)) this.saving.set({ state: "saved" });
    else this.change(this.doc);
  }

  /** kept gives an answer of the server in which everything that is as it was here is the same object: only fields whose values differ are
      rendered again. */
  private kept(answer: Entry): Entry {
    return { ...replaceEqualDeep(this.entry.get(), answer), ...replaceEqualDeep(this.doc, docOf(answer)) };
  }

  /** rebase puts what is not saved yet on top of what somebody else saved. */
  rebase(answer: Entry) {
    clearTimeout(this.timer);
    const entry = this.kept(answer);
    const theirs = docOf(entry);
    const { doc, conflicts } = merge(this.base, this.doc, theirs, this.fields);
    this.base = theirs;
    this.entry.set(entry);
    this.doc = doc;
    this.carry();
    for (const listener of this.listeners) listener();
    if (conflicts.length > 0) this.saving.set({ state: "conflict", conflicts });
    else if (equal(this.base, this.doc)) this.saving.set({ state: "saved" });
    else this.change(this.doc);
  }

  /** settle ends a conflict with what a person chose. */
  settle(choices: readonly Choice[]) {
    this.saving.set({ state: "waiting" });
    const next = settled(this.doc, choices);
    this.doc = next;
    this.carry();
    this.change(next);
  }

  /** adopt takes an entry that another request of ours gave: published, restored. What is not saved stays on top. */
  adopt(answer: Entry) {
    if (answer.version < this.entry.get().version || this.saving.get().state === "conflict") return; // what is asked comes first
    if (equal(this.base, this.doc)) {
      const entry = this.kept(answer);
      this.base = docOf(entry);
      this.doc = this.base;
      this.carry();
      this.entry.set(entry);
      for (const listener of this.listeners) listener();
    } else this.rebase(answer);
  }

  close() {
    clearTimeout(this.timer);
  }
}

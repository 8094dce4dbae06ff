import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../api/client";

export type Question = Schemas["QuestionBody"];
export type Decision = Schemas["DecisionBody"];

interface Waiting {
  question: Question;
  resolve: (decision: Decision) => void;
  reject: (error: unknown) => void;
}

let waiting: Waiting[] = [];

/** explain asks the server whether the signed-in person may do something. Questions of one moment go in one request. */
export function explain(question: Question): Promise<Decision> {
  return new Promise((resolve, reject) => {
    waiting.push({ question, resolve, reject });
    if (waiting.length === 1) queueMicrotask(() => void send());
  });
}

const most = 200;

async function send() {
  const all = waiting;
  waiting = [];
  for (let at = 0; at < all.length; at += most) {
    const some = all.slice(at, at + most);
    try {
      const { data } = await ask(api.POST("/api/v1/me/access", { body: { questions: some.map((w) => w.question) } }));
      for (const [i, w] of some.entries()) w.resolve(data?.[i] ?? { allowed: false, reason: "", roles: [] });
    } catch (error) {
      for (const w of some) w.reject(error);
    }
  }
}

/** accessQuery is the question as a query, for loaders and for several at once. */
export const accessQuery = (question: Question) =>
  queryOptions({ queryKey: ["access", question], queryFn: () => explain(question), staleTime: 60_000 });

/** useMay says whether the person may do something. Until the answer is there nobody is told "no". The server decides again with every write. */
export function useMay(question: Question, enabled = true): { allowed: boolean; known: boolean } {
  const { data } = useQuery({ ...accessQuery(question), enabled });
  return { allowed: data?.allowed ?? false, known: data !== undefined };
}

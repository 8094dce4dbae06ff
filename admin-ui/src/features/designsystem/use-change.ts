import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { useNotify } from "../../kit/notify";
import type { Draft, Versioned } from "./queries";

export type TokenChange = Schemas["DesignChangeInput"];

/** useChange makes changes in a draft: all of them, or none. */
export function useChange(draft: Versioned<Draft>, done: { says: string; close: () => void }) {
  const notify = useNotify();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (changes: TokenChange[]) => ask(api.POST("/api/v1/design-system/drafts/{id}/tokens", {
      params: { path: { id: draft.body.id }, header: ifMatch(draft.version) }, body: { changes },
    })),
    onSuccess: () => {
      notify.done(done.says);
      done.close();
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ["design", "drafts", draft.body.id] }),
  });
}

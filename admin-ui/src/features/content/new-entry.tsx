import { Alert, Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { api, ask, idempotent } from "../../api/client";
import { language } from "../../kit/language";
import { type ContentType, sitesQuery } from "../../kit/model";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { texts } from "./texts";

/** NewEntry asks where an entry belongs, makes an empty draft, and opens it. */
export function NewEntry({ type, spaces, space, onClose }: { type: ContentType; spaces: string[]; space: string | undefined; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const go = useNavigate();
  const queries = useQueryClient();
  const sites = useQuery(sitesQuery);
  const [where, setWhere] = useState(space && spaces.includes(space) ? space : (spaces[0] ?? "shared"));
  // The same request again is carried out once; another site is another request.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the site is what makes it another
  const key = useMemo(idempotent, [where]);
  const make = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/entries", { body: { type: type.name, space: where }, headers: key })),
    onSuccess: (entry) => {
      void queries.invalidateQueries({ queryKey: ["entries"] });
      void go({ to: "/content/$id", params: { id: entry.id } });
    },
  });
  const nameOf = (site: string) => (site === "shared" ? c("where.shared") : (sites.data?.find((s) => s.key === site)?.name ?? site));
  return (
    <Modal opened onClose={onClose} title={t("create", { type: labelIn(type.label, locale) })} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {make.error && <Alert color="red" role="alert">{sayProblem(c, make.error)}</Alert>}
        <Select
          label={t("create.where")} description={t("create.where.help")} searchable allowDeselect={false} value={where} onChange={(v) => v && setWhere(v)}
          data={spaces.map((s) => ({ value: s, label: nameOf(s) }))} data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Button onClick={() => make.mutate()} loading={make.isPending}>{t("create", { type: labelIn(type.label, locale) })}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

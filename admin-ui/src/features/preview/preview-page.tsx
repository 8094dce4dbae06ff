import { IconShare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { language } from "../../kit/language";
import type { LookSearch } from "../../kit/look";
import { sitesQuery } from "../../kit/model";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered, Note } from "../../kit/ui/states";
import { Look } from "./look";
import { Share } from "./share";
import { texts } from "./texts";
import { Tokens } from "./tokens";

/** PreviewPage shows sites as they will be, and lets others see them before anything is published. */
export default function PreviewPage() {
  const t = useTexts(texts);
  const lang = useStore(language);
  const sites = useQuery(sitesQuery);
  const search: LookSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const [sharing, setSharing] = useState(false);
  const set = (patch: LookSearch) => void navigate({ to: ".", search: (old: LookSearch) => ({ ...old, ...patch }), replace: true });
  const site = sites.data?.find((s) => s.key === search.site) ?? sites.data?.[0];
  const locale = site?.locales?.find((l) => l.tag === search.locale)?.tag ?? site?.locales?.find((l) => l.tag === lang)?.tag ?? site?.defaultLocale ?? "";
  return (
    <Page title={t("preview")} lead={t("lead")} actions={<Action leftSection={<IconShare size={16} />} reason={!site && t("noSites")} onClick={() => setSharing(true)}>{t("share")}</Action>}>
      <Answered query={sites}>
        {(all) => (site ? <Look sites={all} site={site} locale={locale} search={search} set={set} /> : <div className="p-card"><Note title={t("noSites")}>{t("noSites.help")}</Note></div>)}
      </Answered>
      <Tokens />
      {sharing && site && <Share site={site} locale={locale} onClose={() => setSharing(false)} />}
    </Page>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, ask } from "../../api/client";
import { useNotify } from "../../kit/notify";
import { useTexts } from "../../kit/texts";
import { Page } from "../../kit/ui/page";
import { SiteForm } from "./site-form";
import { texts } from "./texts";

/** NewSite registers a site, and goes on to what the site has to add. */
export default function NewSite() {
  const t = useTexts(texts);
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <Page title={t("register")} lead={t("register.lead")}>
      <SiteForm
        submit={(values) => ask(api.POST("/api/v1/sites", { body: values }))}
        onDone={(site) => {
          void queries.invalidateQueries({ queryKey: ["sites"] });
          notify.done(t("registered", { name: site.name }));
          void navigate({ to: "/sites/$key", params: { key: site.key }, search: { tab: "integrate" } });
        }}
      />
    </Page>
  );
}

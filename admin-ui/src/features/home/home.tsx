import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { sitesQuery } from "../../kit/model";
import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { Page } from "../../kit/ui/page";
import { Mentions } from "../entry/index";
import { Caches } from "./caches";
import { Recent } from "./recent-card";
import { Sites } from "./sites-card";
import { texts } from "./texts";
import { Translations } from "./translations";
import { Assigned, Drafts, Scheduled } from "./work";

const Invitation = lazy(() => import("./invitation"));

/** Home is where a day begins: what waits for the person, and how the sites are doing. Where no site is yet, it is the way to one. */
export default function Home() {
  const t = useTexts(texts);
  const me = useMe();
  const sites = useQuery(sitesQuery);
  const none = sites.data?.length === 0;
  return (
    <Page title={t("welcome", { name: me.name })} lead={none ? undefined : t("lead")}>
      {none && <Suspense fallback={<Loader />}><Invitation /></Suspense>}
      {!none && (
        <div className="p-cards">
          <div><Drafts /><Assigned /><Mentions /><Scheduled /></div>
          <div><Recent /><Translations /><Caches /></div>
          <Sites />
        </div>
      )}
    </Page>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { sitesQuery } from "../../kit/model";
import { Answered, NotFound } from "../../kit/ui/states";
import { MenuEditor } from "./menu-editor";
import { menuQuery, menusQuery, type MenuName, names } from "./queries";

/** MenuPage loads a menu and what it is shown on. */
export default function MenuPage() {
  const { space = "", name = "" } = useParams({ strict: false }) as { space?: string; name?: string };
  const known = names.includes(name as MenuName);
  const at = { space, name: name as MenuName };
  const menu = useQuery({ ...menuQuery(at), enabled: known, refetchOnWindowFocus: false, refetchOnReconnect: false });
  const sites = useQuery(sitesQuery);
  const menus = useQuery(menusQuery);
  if (!known) return <NotFound />;
  return (
    <Answered query={menu}>
      {(loaded) => (
        <Answered query={sites}>
          {(allSites) => (
            <Answered query={menus}>{(all) => <MenuEditor key={`${space}/${name}`} at={at} loaded={loaded} sites={allSites} menus={all} />}</Answered>
          )}
        </Answered>
      )}
    </Answered>
  );
}

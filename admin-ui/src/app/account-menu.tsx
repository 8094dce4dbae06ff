import { lazy, type Ref, Suspense, useState } from "react";
import { useMe } from "../kit/session";
import { useTexts } from "../kit/texts";
import { initials } from "../kit/initials";
import { texts } from "./texts";

const load = () => import("./account-choices");
const Choices = lazy(load);

/** AccountMenu is who is signed in. The menu itself loads when somebody comes near. */
export function AccountMenu() {
  const [opened, setOpened] = useState(false);
  const closed = <Face onPointerEnter={() => void load()} onClick={() => setOpened(true)} aria-haspopup="menu" />;
  return opened ? <Suspense fallback={closed}><Choices><Face /></Choices></Suspense> : closed;
}

function Face({ ref, ...rest }: { ref?: Ref<HTMLButtonElement>; onClick?: () => void; onPointerEnter?: () => void; "aria-haspopup"?: "menu" }) {
  const t = useTexts(texts);
  const me = useMe();
  return <button type="button" ref={ref} {...rest} className="p-me" data-initials={initials(me.name)} aria-label={t("account.menu", { name: me.name })} />;
}

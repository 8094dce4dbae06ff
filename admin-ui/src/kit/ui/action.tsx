import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import type { ComponentPropsWithoutRef, MouseEvent } from "react";

type Props = ButtonProps & Omit<ComponentPropsWithoutRef<"button">, keyof ButtonProps> & {
  /** Why this cannot be done now. The button stays in the order of the keyboard, so that everybody can read it. */
  reason?: string | false | undefined;
};

/** Action is a button that says why it is disabled. */
export function Action({ reason, onClick, children, ...rest }: Props) {
  const refuse = (event: MouseEvent) => event.preventDefault();
  const button = (
    <Button {...rest} onClick={reason ? refuse : onClick} aria-disabled={reason ? true : undefined} data-disabled={reason ? true : undefined}>
      {children}
    </Button>
  );
  return reason ? <Tooltip label={reason}>{button}</Tooltip> : button;
}

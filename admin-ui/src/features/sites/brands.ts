import { useQuery } from "@tanstack/react-query";
import { channelsQuery, releaseQuery } from "../designsystem/index";

const none: string[] = [];

/** useBrands gives the brands of the release that the channel stable stands for. */
export function useBrands(): string[] {
  const channels = useQuery({ ...channelsQuery, retry: false });
  const version = channels.data?.find((c) => c.name === "stable")?.version ?? "";
  return useQuery({ ...releaseQuery(version), enabled: version !== "" }).data?.body.brands ?? none;
}

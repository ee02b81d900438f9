/** What stands between the frame and a page: a session, a permission, a shop, data in it. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { session } from "../api/queries";
import { Failed, Loading, NoPermission } from "../components/States";
import type { Page } from "../pages";
import { ReadyContext, useMay, useShop, useShopName } from "../state/shop";
import { NoData } from "./NoData";

export function Gate({ page, children }: { page: Page | undefined; children: ReactNode }) {
  const who = useQuery(session);
  const allowed = useMay(page?.role ?? "viewer");
  if (who.isError) return <Failed error={who.error} retry={() => void who.refetch()} />;
  if (who.isPending) return <Loading />;
  if (!allowed) return <NoPermission />;
  // An unknown address, or a page that needs no data.
  if (page === undefined || page.bare) return children;
  return <WithData>{children}</WithData>;
}

function WithData({ children }: { children: ReactNode }) {
  const name = useShopName();
  const shop = useShop();
  if (name === undefined) return <NoData />;
  if (shop.data === undefined)
    return shop.isError ? (
      <Failed error={shop.error} retry={() => void shop.refetch()} />
    ) : (
      <Loading />
    );
  const { first_day: first, last_day: last } = shop.data;
  if (first === null || last === null) return <NoData />;
  return (
    <ReadyContext value={{ name, shop: shop.data, first, last }}>{children}</ReadyContext>
  );
}

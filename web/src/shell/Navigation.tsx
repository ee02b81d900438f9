/** The way through the house: groups with their pages. A group without a page is not shown. */
import { Anchor, Group, Image, ScrollArea, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { useLanguage } from "../i18n/language";
import { GROUPS, type Group as GroupName, type Page, PAGES, pageAt } from "../pages";
import { shared, useAddress } from "../state/address";
import { useMay, useShop } from "../state/shop";

export function Brand() {
  const { text } = useLanguage();
  const { search } = useAddress();
  return (
    <Anchor
      component={Link}
      to="/"
      search={shared(search) as never}
      underline="never"
      c="inherit"
      aria-label={text.product}
    >
      <Group gap="xs" wrap="nowrap">
        <Image src="/icon.svg" alt="" w={28} h={28} />
        <Text fw={600} size="lg" visibleFrom="xs">
          {text.product}
        </Text>
      </Group>
    </Anchor>
  );
}

export function Navigation({ close }: { close: () => void }) {
  const { text } = useLanguage();
  const may = { viewer: useMay("viewer"), editor: useMay("editor"), owner: useMay("owner") };
  const demo = useShop().data?.demo ?? false;
  const seen = PAGES.filter(
    (page) => page.title && may[page.role ?? "viewer"] && (demo || !page.demo),
  );
  return (
    <ScrollArea component="nav" aria-label={text.navigation} type="auto">
      <Stack gap="md" pb="md">
        {GROUPS.map((group) => (
          <GroupOf key={group} group={group} pages={seen.filter((page) => page.group === group)} close={close} />
        ))}
      </Stack>
    </ScrollArea>
  );
}

function GroupOf(props: { group: GroupName; pages: Page[]; close: () => void }) {
  const { text } = useLanguage();
  if (props.pages.length === 0) return null;
  return (
    <div>
      {props.group !== "overview" && (
        <Text component="h2" className="nav-group">
          {text.groups[props.group]}
        </Text>
      )}
      <ul className="nav-list">
        {props.pages.map((page) => (
          <Entry key={page.path} page={page} close={props.close} />
        ))}
      </ul>
    </div>
  );
}

function Entry({ page, close }: { page: Page; close: () => void }) {
  const { text } = useLanguage();
  const { search, path } = useAddress();
  const here = pageAt(path)?.path ?? "";
  const current = here === page.path || (page.path !== "/" && here.startsWith(`${page.path}/`));
  return (
    <li>
      <Link
        to={page.path}
        search={shared(search) as never}
        className="nav-entry"
        aria-current={current ? "page" : undefined}
        onClick={close}
      >
        {page.title && text.pages[page.title]}
      </Link>
    </li>
  );
}

/** The frame around every page: name, navigation, shop, language, light or dark, leaving. */
import {
  ActionIcon,
  Anchor,
  AppShell,
  Button,
  Container,
  Group,
  Image,
  Select,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useSearch } from "@tanstack/react-router";

import { answered, client } from "../api/client";
import { queries, session } from "../api/queries";
import { useLanguage } from "../i18n/language";

export function Frame() {
  const { text } = useLanguage();
  return (
    <AppShell header={{ height: 60 }} padding={{ base: "sm", sm: "lg" }}>
      <a className="skip" href="#content">
        {text.skip}
      </a>
      <AppShell.Header bg="var(--card)">
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="lg" wrap="nowrap">
            <Anchor component={Link} to="/maps" underline="never" c="inherit" aria-label={text.product}>
              <Group gap="xs" wrap="nowrap">
                <Image src="/icon.svg" alt="" w={30} h={30} />
                <Text fw={600} size="lg" visibleFrom="xs">
                  {text.product}
                </Text>
              </Group>
            </Anchor>
            <nav aria-label={text.maps}>
              <Anchor component={Link} to="/maps" aria-current="page">
                {text.maps}
              </Anchor>
            </nav>
          </Group>
          <Tools />
        </Group>
      </AppShell.Header>
      <AppShell.Main>
        <Container size={1480} px={0} id="content">
          <Outlet />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

function Tools() {
  const { text, language, choose } = useLanguage();
  const { toggleColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const leave = useLeave();
  return (
    <Group gap="xs" wrap="nowrap">
      <ShopChoice />
      <Button
        variant="subtle"
        size="compact-sm"
        lang={language === "de" ? "en" : "de"}
        onClick={() => choose(language === "de" ? "en" : "de")}
      >
        {text.otherLanguage}
      </Button>
      <ActionIcon variant="subtle" size="lg" aria-label={text.look} onClick={toggleColorScheme}>
        {dark ? <IconSun size={20} /> : <IconMoon size={20} />}
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={text.signOut}
        onClick={() => leave.mutate()}
      >
        <IconLogout size={20} />
      </ActionIcon>
    </Group>
  );
}

/** Shown only where there is a choice. */
function ShopChoice() {
  const { text } = useLanguage();
  const known = useQuery(session).data?.shops ?? [];
  const search = useSearch({ from: "/house" });
  const navigate = useNavigate();
  if (known.length < 2) return null;
  return (
    <Select
      aria-label={text.shop}
      data={known.map((shop) => ({ value: shop.name, label: shop.title }))}
      value={search.shop ?? known[0]?.name ?? null}
      onChange={(name) => name && navigate({ to: "/maps", search: { shop: name } })}
      allowDeselect={false}
      w={150}
      visibleFrom="sm"
    />
  );
}

function useLeave() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => answered(client.DELETE("/api/session")),
    onSettled: async () => {
      queries.clear();
      await navigate({ to: "/sign-in" });
    },
  });
}

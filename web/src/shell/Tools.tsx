/** The right end of the header: shop, language, light or dark, leaving. */
import {
  ActionIcon,
  Button,
  Group,
  NativeSelect,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { answered, client } from "../api/client";
import { queries, session } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { useShopName } from "../state/shop";

export function Tools() {
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

/** Shown only where there is a choice. Another shop has other data: the page begins anew. */
function ShopChoice() {
  const { text } = useLanguage();
  const known = useQuery(session).data?.shops ?? [];
  const name = useShopName();
  const navigate = useNavigate();
  if (known.length < 2 || name === undefined) return null;
  return (
    <NativeSelect
      aria-label={text.shop}
      data={known.map((shop) => ({ value: shop.name, label: shop.title }))}
      value={name}
      onChange={(event) =>
        void navigate({ to: ".", search: { shop: event.currentTarget.value } as never })
      }
      maw={170}
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

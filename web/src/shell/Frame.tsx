/** The frame around every page: navigation on the side, the selection above, the page in the middle. */
import { AppShell, Burger, Container, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { useLanguage } from "../i18n/language";
import { type Page, pageAt } from "../pages";
import { Gate } from "./Gate";
import { Brand, Navigation } from "./Navigation";
import { ScopeBar } from "./ScopeBar";
import { Tools } from "./Tools";
import { TourCard } from "./TourCard";

export function Frame() {
  const { text } = useLanguage();
  const [opened, navigation] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const page = pageAt(path);
  useArrival(path, page);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 224, breakpoint: "md", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a className="skip" href="#content">
        {text.skip}
      </a>
      <AppShell.Header bg="var(--card)">
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={navigation.toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={text.openNavigation}
              aria-expanded={opened}
            />
            <Brand />
          </Group>
          <Tools />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar bg="var(--paper)" p="sm">
        <Navigation close={navigation.close} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Container size={1480} px={0} id="content" tabIndex={-1}>
          <Gate page={page}>
            {page?.choices && <ScopeBar choices={page.choices} />}
            <Outlet />
          </Gate>
          <TourCard />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

/** Another page: its name stands in the tab, and who uses a screen reader begins at its content. */
function useArrival(path: string, page: Page | undefined) {
  const { text } = useLanguage();
  const before = useRef(path);
  useEffect(() => {
    document.title = page?.title ? `${text.pages[page.title]} · ${text.product}` : text.product;
    if (before.current === path) return;
    before.current = path;
    document.getElementById("content")?.focus({ preventScroll: true });
  }, [path, page, text]);
}

/** The filter above a page: what is chosen, and a panel to build it, to take a saved segment or to save one. */
import { Button, Group, Popover } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { segments } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { one, useAddress } from "../state/address";
import { useReady } from "../state/shop";

const FilterPanel = lazy(() => import("./filter/FilterPanel"));

export function SegmentFilter() {
  const { text } = useLanguage();
  const { search, put } = useAddress();
  const { name } = useReady();
  const [opened, setOpened] = useState(false);
  const given = one(search, "where") ?? "";
  const known = useQuery({ ...segments(name), enabled: given !== "" }).data?.find((one) => one.where === given);
  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal trapFocus returnFocus>
        <Popover.Target>
          <Button
            variant={given === "" ? "default" : "light"}
            leftSection={<IconFilter size={18} aria-hidden="true" />}
            onClick={() => setOpened((before) => !before)}
            aria-label={given === "" ? text.filter : `${text.filter}: ${known?.name ?? given}`}
            className="filter-button"
          >
            <span className="filter-chosen">{given === "" ? text.filter : (known?.name ?? given)}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown className="filter-panel">
          {opened && (
            <Suspense>
              <FilterPanel given={given} close={() => setOpened(false)} />
            </Suspense>
          )}
        </Popover.Dropdown>
      </Popover>
      {given !== "" && (
        <Button variant="subtle" px="xs" aria-label={text.filterClear} onClick={() => put({ where: undefined })}>
          <IconX size={18} aria-hidden="true" />
        </Button>
      )}
    </Group>
  );
}

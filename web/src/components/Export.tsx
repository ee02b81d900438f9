/** Taking along what is seen: a table as CSV or XLSX from the server, a drawing as SVG or PNG from the page. */
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { RefObject } from "react";

import { type Params, questionAddress } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { useShopName } from "../state/shop";
import { savePng, saveSvg } from "./picture";

type Props = {
  /** The answer whose tables can be taken along. */
  table?: { analysis: string; params: Params };
  /** The drawing: the element that holds one SVG. */
  drawing?: RefObject<HTMLElement | null>;
  /** The file's name without ending. */
  file: string;
};

export function Export({ table, drawing, file }: Props) {
  const { text, language } = useLanguage();
  const shop = useShopName() ?? "";
  const address = (ending: string) =>
    table &&
    questionAddress(shop, `tables/${table.analysis}.${ending}`, { ...table.params, language });
  const svg = () => drawing?.current?.querySelector("svg");
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {text.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {drawing && (
          <>
            <Menu.Item onClick={() => saveSvg(svg(), file)}>{text.asSvg}</Menu.Item>
            <Menu.Item onClick={() => savePng(svg(), file)}>{text.asPng}</Menu.Item>
          </>
        )}
        {table && (
          <>
            <Menu.Item component="a" href={address("csv")} download={`${file}.csv`}>
              {text.asCsv}
            </Menu.Item>
            <Menu.Item component="a" href={address("xlsx")} download={`${file}.xlsx`}>
              {text.asXlsx}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

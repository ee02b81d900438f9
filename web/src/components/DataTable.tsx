/** A table that reads: numbers right-aligned and tabular, sortable by its heads, wide ones scroll in themselves. */
import { ScrollArea, Table, UnstyledButton } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";

export type Column<Row> = {
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /** What to sort by; without it the column cannot be sorted. */
  by?: (row: Row) => string | number | null;
  /** Numbers stand on the right. */
  number?: boolean;
};

type Props<Row> = {
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The first order; default: as given. */
  sorted?: { key: string; down: boolean };
};

export function DataTable<Row>({ caption, columns, rows, rowKey, sorted }: Props<Row>) {
  const [order, setOrder] = useState(sorted);
  const shown = useMemo(() => inOrder(rows, columns, order), [rows, columns, order]);
  const turn = (key: string) =>
    setOrder((before) => ({ key, down: before?.key === key ? !before.down : true }));
  return (
    <ScrollArea type="auto" className="table-scroll" viewportProps={{ tabIndex: 0, "aria-label": caption, role: "group" }}>
      <Table className="data-table" aria-label={caption}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) =>
              column.label === "" ? (
                // Above buttons there is nothing to say, and an empty head would be read out as one.
                <Table.Td key={column.key} />
              ) : (
                <Table.Th
                  key={column.key}
                  className={column.number ? "right" : ""}
                  aria-sort={direction(column.key, order)}
                >
                  {column.by ? (
                    <UnstyledButton className="sort" onClick={() => turn(column.key)}>
                      {column.label}
                      <span aria-hidden="true">{arrow(column.key, order)}</span>
                    </UnstyledButton>
                  ) : (
                    column.label
                  )}
                </Table.Th>
              ),
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map((column) => (
                <Table.Td key={column.key} className={column.number ? "right" : ""}>
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

type Order = { key: string; down: boolean } | undefined;

function direction(key: string, order: Order): "ascending" | "descending" | "none" {
  if (order?.key !== key) return "none";
  return order.down ? "descending" : "ascending";
}

function arrow(key: string, order: Order): string {
  if (order?.key !== key) return "";
  return order.down ? " ↓" : " ↑";
}

function inOrder<Row>(rows: readonly Row[], columns: Column<Row>[], order: Order): readonly Row[] {
  const by = columns.find((column) => column.key === order?.key)?.by;
  if (!by || !order) return rows;
  const sign = order.down ? -1 : 1;
  return [...rows].sort((one, other) => sign * compared(by(one), by(other)));
}

/** Missing values stand last, whichever way. */
function compared(one: string | number | null, other: string | number | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? -1 : 1;
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other));
}

/** A number with a quiet bar beside it: how much of the most (0…1). */
export function BarCell({ share, children }: { share: number; children: ReactNode }) {
  return (
    <span className="bar-cell">
      <span className="bar" style={{ width: `${Math.max(1, 90 * share)}px` }} aria-hidden="true" />
      {children}
    </span>
  );
}

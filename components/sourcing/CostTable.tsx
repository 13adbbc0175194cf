import type { Decision, Package } from "../../domain/routing/types.ts";
import { money } from "../money.ts";
import { listed, PAID, partOf, parts, type Told, totalOf } from "./words.ts";

export interface CostTableProps {
  decision: Decision;
  told: Told;
}

/** What the plan costs beside the next best one and the nearest, part by part; and each of its packages. */
export function CostTable({ decision, told }: CostTableProps) {
  const { packages, runnerUp, nearest } = decision;
  if (packages.length === 0) return null;
  const plans: Column[] = [
    { title: "Chosen", packages },
    ...(runnerUp ? [{ title: "Next best", packages: runnerUp.packages }] : []),
    ...(nearest ? [{ title: "Nearest", packages: nearest.packages }] : []),
  ];
  return (
    <section aria-labelledby="costs">
      <h2 id="costs" class="text-xl">What it costs</h2>
      <Columns caption="Costs of the plans, part by part" columns={plans} told={told} />
      {packages.length > 1 && (
        <>
          <h3 class="mt-6 text-lg">Package by package</h3>
          <Columns
            caption="Costs of the chosen packages, part by part"
            columns={packages.map((made) => ({ title: contentsOf(made), packages: [made] }))}
            told={told}
          />
        </>
      )}
      <p class="ink-quiet mt-2 max-w-[70ch] text-sm">
        What is weighed is not paid: it is what the plan will probably cost elsewhere. The plan with the least
        of both together is chosen.
      </p>
    </section>
  );
}

function contentsOf({ lines }: Package): string {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return units === 1 ? "1 unit" : `${units} units`;
}

export interface Column {
  title: string;
  packages: Omit<Package, "service" | "lines">[];
}

export interface ColumnsProps {
  caption: string;
  columns: Column[];
  told: Told;
}

/** A plan a column, a part of its costs a row. Rows that are nothing everywhere are left out. */
export function Columns({ caption, columns, told: { nameOf, currency } }: ColumnsProps) {
  const used = parts.map((part, i) => ({ ...part, isPaid: i < PAID }))
    .filter(({ key }) => columns.some(({ packages }) => partOf(packages, key) !== 0));
  const paid = used.filter(({ isPaid }) => isPaid), weighed = used.filter(({ isPaid }) => !isPaid);
  return (
    <div class="card-plain mt-3 overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table class="w-full text-start">
        <caption class="sr-only">{caption}</caption>
        <thead class="text-sm">
          <tr>
            <td class="px-3 py-2 sm:px-4" />
            {columns.map(({ title, packages }, i) => (
              <th key={i} scope="col" class="px-2 py-2 text-end align-bottom last:pe-3 sm:last:pe-4">
                <span class="ink-quiet block">{title}</span>
                <span class="block wrap-anywhere">
                  {listed(packages.map(({ nodeId }) =>
                    nameOf(nodeId)
                  ))}
                </span>
                {packages.map(({ nodeId, miles, zone }) => (
                  <span key={nodeId} class="ink-quiet block font-normal">{miles} mi, zone {zone}</span>
                ))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {paid.map(({ key, name }) => <Row key={key} name={name} values={valuesOf(key)} />)}
          <Row
            name="Paid"
            isSum
            values={columns.map(({ packages }) => packages.reduce((sum, { cost }) => sum + cost.total, 0))
              .map((minor) => money(minor, currency))}
          />
          {weighed.map(({ key, name }) => <Row key={key} name={name} values={valuesOf(key)} />)}
          <Row
            name="Paid and weighed"
            isSum
            values={columns.map(({ packages }) => money(totalOf(packages), currency))}
          />
        </tbody>
      </table>
    </div>
  );

  function valuesOf(key: typeof parts[number]["key"]) {
    return columns.map(({ packages }) => money(partOf(packages, key), currency));
  }
}

function Row({ name, values, isSum }: { name: string; values: string[]; isSum?: boolean }) {
  return (
    <tr class={`border-t border-line ${isSum ? "font-semibold" : ""}`}>
      <th scope="row" class={`px-3 py-2 text-start sm:px-4 ${isSum ? "" : "font-normal"}`}>{name}</th>
      {values.map((value, i) => (
        <td key={i} class="px-2 py-2 text-end whitespace-nowrap last:pe-3 sm:last:pe-4">{value}</td>
      ))}
    </tr>
  );
}

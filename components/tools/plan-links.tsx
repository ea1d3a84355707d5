import Link from "next/link";

const more = (count: number) => `And ${count.toLocaleString("en")} more.`;

/** Plans by their goals, as links; `total` is how many there are where not all of them are given. */
export function PlanLinks({
  plans,
  total,
}: {
  plans: readonly { id: string; goal: string }[];
  total: number;
}) {
  return (
    <>
      <ul className="flex flex-col gap-1.5 text-sm">
        {plans.map((plan) => (
          <li key={plan.id} className="truncate">
            <Link
              href={`/plans/${plan.id}`}
              title={plan.goal}
              className="text-accent-text underline underline-offset-2"
            >
              {plan.goal}
            </Link>
          </li>
        ))}
      </ul>
      {total > plans.length && <p className="mt-2 text-text-subtle text-xs">{more(total - plans.length)}</p>}
    </>
  );
}

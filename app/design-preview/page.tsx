"use client";
import { Copy, Ellipsis, Mail, Play, Plus, Search, Settings, Target, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useCommands } from "@/components/shell/commands";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { AlertDialog, AlertDialogContent, AlertDialogTrigger } from "@/components/ui/alert-dialog";
import { Avatar } from "@/components/ui/avatar";
import { Badge, CountBadge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Button, IconButton } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { CodeBlock } from "@/components/ui/code-block";
import { Combobox } from "@/components/ui/combobox";
import { DataTable } from "@/components/ui/data-table";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { EffectBadge } from "@/components/ui/effect-badge";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Input } from "@/components/ui/input";
import { JsonView } from "@/components/ui/json-view";
import { Kbd } from "@/components/ui/kbd";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Markdown } from "@/components/ui/markdown";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { OriginBadge, OriginMark } from "@/components/ui/origin-badge";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Progress } from "@/components/ui/progress";
import { RadioGroup } from "@/components/ui/radio-group";
import { RelativeTime } from "@/components/ui/relative-time";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Separator } from "@/components/ui/separator";
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { SplitButton } from "@/components/ui/split-button";
import { StatusBadge, type StatusName } from "@/components/ui/status-badge";
import { Switch } from "@/components/ui/switch";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

const statuses: StatusName[] = [
  "pending",
  "queued",
  "waiting-approval",
  "waiting-answer",
  "waiting",
  "running",
  "paused",
  "completed",
  "failed",
  "skipped",
  "denied",
  "canceled",
  "outcome-unknown",
];
const rows = [
  {
    id: "1",
    goal: "Send the September sales report to the marketing team and post a summary in #sales",
    status: "completed" as const,
    steps: 5,
    cost: 1240.5,
    at: Date.now() - 130000,
  },
  {
    id: "2",
    goal: "Book the cheapest flight to Lisbon on Friday",
    status: "waiting-approval" as const,
    steps: 12,
    cost: 98.25,
    at: Date.now() - 7200000,
  },
  {
    id: "3",
    goal: "Tell Anna the meeting moved to 15:00",
    status: "failed" as const,
    steps: 2,
    cost: 0,
    at: Date.now() - 86400000 * 3,
  },
  {
    id: "4",
    goal: "Weather in Oslo every morning",
    status: "running" as const,
    steps: 3,
    cost: 11871.33,
    at: Date.now() - 4000,
  },
];
const options = ["sales.query", "mail.send", "slack.post", "weather.forecast", "flights.search"].map(
  (value, i) => ({
    value,
    label: value,
    description: "What it does, in a line",
    group: i < 2 ? "Built-in" : "Imported",
    end: <EffectBadge effect={i === 1 ? "irreversible" : i === 2 ? "write" : "read"} />,
  }),
);

function S({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3 border-t py-5">
      <h2 className="font-semibold text-base">{title}</h2>
      {children}
    </section>
  );
}
const Row = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-2">{children}</div>
);

export default function Preview() {
  const [pick, setPick] = useState<string | null>("mail.send");
  const [view, setView] = useState<"a" | "b">("a");
  const [sel, setSel] = useState<"a" | "b" | "c">("a");
  useCommands([
    {
      id: "x1",
      label: "Start the run",
      icon: <Play aria-hidden />,
      shortcut: ["mod", "enter"],
      run: () => toast.success("Run started", { description: "5 steps, 2 need approval" }),
    },
  ]);
  return (
    <Page
      header={
        <PageHeader
          breadcrumbs={[
            { label: "Goals", href: "/" },
            { label: "Sales", href: "/x" },
          ]}
          title="Design preview"
          description="Every primitive, in one place. Calm and dense, made for work."
          badge={<StatusBadge status="running" size="md" />}
          actions={
            <>
              <Button icon={<Copy aria-hidden />}>Duplicate</Button>
              <Button variant="primary" icon={<Plus aria-hidden />}>
                New goal
              </Button>
            </>
          }
        />
      }
    >
      <S title="Type">
        <p className="text-3xl font-semibold">What should get done?</p>
        <p className="text-2xl font-semibold">Heading two, 24</p>
        <p className="text-xl font-semibold">Heading three, 20</p>
        <p className="text-lg font-semibold">Card title, 16</p>
        <p className="text-base">
          Base, 14. The quick brown fox 0123456789 <span className="text-text-muted">muted</span>{" "}
          <span className="text-text-subtle">subtle</span>{" "}
          <a href="#x" className="text-accent-text underline underline-offset-2">
            a link
          </a>
        </p>
        <p>
          Small, 13, the body. Plans are made before anything happens.{" "}
          <span className="font-mono text-xs">mono 12: orders.total ≥ 1 200 €</span> Łódź Ğ ő
        </p>
        <p className="text-xs text-text-muted">Extra small, 12</p>
      </S>
      <S title="Effect, status, origin">
        <Row>
          {(["read", "write", "irreversible"] as const).map((e) => (
            <EffectBadge key={e} effect={e} />
          ))}
          {(["read", "write", "irreversible"] as const).map((e) => (
            <EffectBadge key={e} effect={e} size="md" />
          ))}
          {(["read", "write", "irreversible"] as const).map((e) => (
            <EffectBadge key={e} effect={e} variant="plain" />
          ))}
        </Row>
        <Row>
          {statuses.map((s) => (
            <StatusBadge key={s} status={s} />
          ))}
        </Row>
        <Row>
          {statuses.map((s) => (
            <StatusBadge key={s} status={s} size="md" />
          ))}
        </Row>
        <Row>
          {statuses.map((s) => (
            <StatusBadge key={s} status={s} variant="plain" />
          ))}
          {statuses.map((s) => (
            <StatusBadge key={s} status={s} variant="icon" size="md" />
          ))}
        </Row>
        <Row>
          {(["person", "constant", "trusted", "untrusted"] as const).map((o) => (
            <OriginBadge key={o} origin={o} />
          ))}
          {(["person", "constant", "trusted", "untrusted"] as const).map((o) => (
            <OriginBadge key={o} origin={o} size="md" source="Staff directory" />
          ))}
          {(["person", "constant", "trusted", "untrusted"] as const).map((o) => (
            <OriginMark key={o} origin={o} />
          ))}
        </Row>
        <Row>
          {(["neutral", "accent", "info", "success", "warning", "danger", "outline"] as const).map((t) => (
            <Badge key={t} tone={t}>
              {t}
            </Badge>
          ))}
          <CountBadge count={3} label="waiting" />
          <CountBadge count={120} label="waiting" />
          <Kbd keys={["mod", "K"]} />
          <Avatar name="Anna Berg" />
          <Avatar name="Jo Li" size="lg" />
          <Avatar name="chen@acme.test" size="sm" />
          <RelativeTime date={rows[0]?.at ?? 0} />
          <RelativeTime date={rows[2]?.at ?? 0} format="date" />
        </Row>
      </S>
      <S title="Buttons">
        <Row>
          <Button variant="primary">Approve and send</Button>
          <Button>Edit plan</Button>
          <Button variant="ghost">Cancel</Button>
          <Button variant="danger">Delete</Button>
          <Button variant="primary" loading>
            Approve and send
          </Button>
          <Button loading>Saving</Button>
          <Button disabled>Disabled</Button>
          <Button variant="primary" disabled>
            Disabled
          </Button>
        </Row>
        <Row>
          <Button size="sm" variant="primary">
            Small
          </Button>
          <Button size="sm" icon={<Settings aria-hidden />}>
            Settings
          </Button>
          <Button size="lg" variant="primary">
            Large primary
          </Button>
          <Button size="lg">Large</Button>
          <SplitButton
            variant="primary"
            menuLabel="More ways to approve"
            menu={<MenuItem description="For this run only">Always approve this</MenuItem>}
          >
            Approve
          </SplitButton>
          <SplitButton menuLabel="More" menu={<MenuItem>One</MenuItem>}>
            Run again
          </SplitButton>
          <IconButton label="More">
            <Ellipsis aria-hidden />
          </IconButton>
          <IconButton label="Delete" variant="secondary" size="md">
            <Trash2 aria-hidden />
          </IconButton>
          <IconButton label="Small" size="xs">
            <Ellipsis aria-hidden />
          </IconButton>
        </Row>
        <Row>
          <Menu>
            <MenuTrigger asChild>
              <Button id="menu">Menu</Button>
            </MenuTrigger>
            <MenuContent align="start">
              <MenuItem icon={<Copy aria-hidden />} shortcut={["mod", "D"]}>
                Duplicate
              </MenuItem>
              <MenuItem icon={<Mail aria-hidden />} description="A copy goes to the outbox">
                Send
              </MenuItem>
              <MenuSeparator />
              <MenuItem danger icon={<Trash2 aria-hidden />}>
                Delete
              </MenuItem>
            </MenuContent>
          </Menu>
          <Popover>
            <PopoverTrigger asChild>
              <Button id="popover">Popover</Button>
            </PopoverTrigger>
            <PopoverContent>Content of the popover</PopoverContent>
          </Popover>
          <Dialog>
            <DialogTrigger asChild>
              <Button id="dialog">Dialog</Button>
            </DialogTrigger>
            <DialogContent
              title="Add a connection"
              description="Credentials are kept on this machine and only ever sent to this origin."
              footer={
                <>
                  <DialogClose asChild>
                    <Button>Cancel</Button>
                  </DialogClose>
                  <Button variant="primary">Add connection</Button>
                </>
              }
            >
              <div className="flex flex-col gap-4">
                <Field label="Name" required>
                  <Input placeholder="Company mail" />
                </Field>
                <Field label="Origin" hint="Only this origin gets the key.">
                  <Input mono defaultValue="https://api.example.com" />
                </Field>
              </div>
            </DialogContent>
          </Dialog>
          <AlertDialog>
            <AlertDialogTrigger asChild>
              <Button id="alert">Alert</Button>
            </AlertDialogTrigger>
            <AlertDialogContent
              title="Delete this connection?"
              description="Three plans use it. Their steps will need another one before they can run."
              confirmLabel="Delete connection"
              onConfirm={() => {}}
            />
          </AlertDialog>
          <Sheet>
            <SheetTrigger asChild>
              <Button id="sheet">Sheet</Button>
            </SheetTrigger>
            <SheetContent
              title="Send e-mail"
              description="mail.send"
              footer={<Button variant="primary">Save</Button>}
            >
              <KeyValueList
                items={[
                  { label: "Effect", value: <EffectBadge effect="irreversible" /> },
                  { label: "To", value: "marketing@acme.test", mark: <OriginMark origin="trusted" /> },
                ]}
              />
            </SheetContent>
          </Sheet>
          <Button
            onClick={() =>
              toast("Plan saved", { description: "Revision 4", action: { label: "Undo", onClick: () => {} } })
            }
            id="toast"
          >
            Toast
          </Button>
          <Button
            onClick={() => {
              toast.error("Could not reach the mail server", {
                description: "Connection refused by 127.0.0.1:2525",
              });
              toast.success("Approved");
            }}
            id="toasts"
          >
            Toasts
          </Button>
          <Button
            id="off"
            onClick={() =>
              window.dispatchEvent(new CustomEvent("lamplight:offline", { detail: { offline: true } }))
            }
          >
            Offline
          </Button>
        </Row>
      </S>
      <S title="Fields">
        <div className="grid gap-5 md:grid-cols-2">
          <Field
            label="To"
            labelEnd={<OriginBadge origin="trusted" source="Staff directory" />}
            hint="Separate several with a comma."
          >
            <Input defaultValue="marketing@acme.test" />
          </Field>
          <Field label="Amount" error="Must be a number above 0." required>
            <Input defaultValue="-4" end={<span className="pr-2">EUR</span>} />
          </Field>
          <Field label="Search" hideLabel>
            <Input icon={<Search aria-hidden />} placeholder="Search tools" />
          </Field>
          <Field label="Tool">
            <Combobox options={options} value={pick} onValueChange={setPick} clearable />
          </Field>
          <Field label="Policy" optional>
            <Select
              value={sel}
              onValueChange={setSel}
              options={[
                { value: "a", label: "Ask every time", description: "For each call" },
                { value: "b", label: "Ask once per run" },
                { value: "c", label: "Never ask" },
              ]}
            />
          </Field>
          <Field label="Disabled">
            <Input disabled defaultValue="Not now" />
          </Field>
          <Field label="Message">
            <Textarea defaultValue={"Hello all,\n\nhere is the report."} />
          </Field>
          <Field label="When">
            <RadioGroup
              defaultValue="now"
              options={[
                { value: "now", label: "Now" },
                { value: "later", label: "Later", description: "At a time you choose" },
              ]}
            />
          </Field>
          <Field label="Which account">
            <RadioGroup
              variant="cards"
              defaultValue="a"
              options={[
                {
                  value: "a",
                  label: "Sandbox mail",
                  description: "On this machine, nothing leaves it",
                  end: <Badge tone="success">Ready</Badge>,
                },
                { value: "b", label: "Company mail", description: "smtp.acme.test" },
              ]}
            />
          </Field>
          <div className="flex flex-col gap-3">
            <Checkbox label="Attach the chart" defaultChecked />
            <Checkbox label="Send a copy to me" description="To the address of your account" />
            <Checkbox label="Some" checked="indeterminate" />
            <Switch
              label="Ask before each write"
              description="Irreversible calls always ask"
              defaultChecked
            />
            <Switch label="Off" />
          </div>
        </div>
        <FileDrop onFiles={() => {}} accept=".csv" hint="CSV or Excel, up to 20 MB" />
      </S>
      <S title="Tabs">
        <Tabs defaultValue="a">
          <TabsList>
            <TabsTrigger value="a">Steps</TabsTrigger>
            <TabsTrigger value="b" count={12}>
              Events
            </TabsTrigger>
            <TabsTrigger value="c">Output</TabsTrigger>
          </TabsList>
          <TabsContent value="a">Steps of the plan.</TabsContent>
        </Tabs>
        <Segmented
          label="View"
          value={view}
          onValueChange={setView}
          options={[
            { value: "a", label: "Graph" },
            { value: "b", label: "List" },
          ]}
        />
        <Segmented
          size="sm"
          label="View"
          value={view}
          onValueChange={setView}
          options={[
            { value: "a", label: "Graph", icon: <Target aria-hidden />, hideLabel: true },
            { value: "b", label: "List", icon: <Mail aria-hidden />, hideLabel: true },
          ]}
        />
        <ButtonLink href="/design-preview/full" icon={<Play aria-hidden />}>
          Link
        </ButtonLink>
        <Menu>
          <MenuTrigger asChild>
            <IconButton label="Row menu" id="iconmenu">
              <Ellipsis aria-hidden />
            </IconButton>
          </MenuTrigger>
          <MenuContent>
            <MenuItem>Rename</MenuItem>
          </MenuContent>
        </Menu>
      </S>
      <S title="Banners">
        <Banner title="Two steps need you" actions={<Button size="sm">Open inbox</Button>}>
          The run waits; nothing is sent until then.
        </Banner>
        <Banner tone="warning" title="Content from the web will fill the message body">
          Read it before you approve.
        </Banner>
        <Banner tone="danger" title="The recipient changed since you approved">
          Nothing was sent.
        </Banner>
        <Banner tone="success">Sent.</Banner>
      </S>
      <S title="Cards">
        <div className="grid gap-4 md:grid-cols-2">
          <Card>
            <CardHeader
              title="Send e-mail"
              description="To the marketing team"
              icon={<Mail aria-hidden />}
              actions={
                <>
                  <EffectBadge effect="irreversible" />
                  <IconButton label="More">
                    <Ellipsis aria-hidden />
                  </IconButton>
                </>
              }
            />
            <CardBody>
              <KeyValueList
                items={[
                  { label: "To", value: "marketing@acme.test", mark: <OriginMark origin="trusted" /> },
                  { label: "Subject", value: "September sales", mark: <OriginMark origin="person" /> },
                  {
                    label: "Body",
                    value: "Hello all, here is the report for September, with the chart attached.",
                    mark: <OriginMark origin="untrusted" />,
                  },
                ]}
              />
            </CardBody>
            <CardFooter>
              <SplitButton variant="primary" menuLabel="More" menu={<MenuItem>x</MenuItem>}>
                Approve
              </SplitButton>
              <Button>Request changes</Button>
              <Button variant="ghost" className="ml-auto">
                Deny
              </Button>
            </CardFooter>
          </Card>
          <Card tone="accent">
            <CardHeader title="Waiting for your answer" description="Which Anna?" />
            <CardBody>
              <KeyValueList
                layout="stacked"
                divided
                items={[
                  { label: "Asked by", value: "Find a person" },
                  { label: "Since", value: <RelativeTime date={rows[1]?.at ?? 0} /> },
                ]}
              />
            </CardBody>
          </Card>
        </div>
      </S>
      <S title="Table">
        <Card className="overflow-hidden">
          <DataTable
            caption="Runs"
            rows={rows}
            rowKey={(r) => r.id}
            rowHref={(r) => `/design-preview?${r.id}`}
            total={1240}
            columns={[
              { key: "goal", header: "Goal" },
              {
                key: "status",
                header: "Status",
                width: "150px",
                render: (r) => <StatusBadge status={r.status} />,
              },
              { key: "steps", header: "Steps", numeric: true, width: "72px", from: "md" },
              {
                key: "cost",
                header: "Amount",
                numeric: true,
                width: "110px",
                from: "sm",
                render: (r) => r.cost.toFixed(2),
              },
              {
                key: "at",
                header: "Started",
                width: "110px",
                from: "sm",
                render: (r) => <RelativeTime date={r.at} className="text-text-muted" />,
              },
            ]}
          />
        </Card>
        <Card className="overflow-hidden">
          <DataTable
            dense
            caption="Rows"
            rows={rows}
            rowKey={(r) => r.id}
            maxHeight={100}
            columns={[
              { key: "id", header: "Id", numeric: true, width: "60px" },
              { key: "goal", header: "Goal" },
              { key: "cost", header: "Amount", numeric: true, width: "110px" },
            ]}
          />
        </Card>
        <Card className="overflow-hidden">
          <DataTable
            loading
            caption="Loading"
            rows={[]}
            rowKey={() => ""}
            columns={[
              { key: "goal", header: "Goal" },
              { key: "status", header: "Status", width: "150px" },
            ]}
          />
        </Card>
      </S>
      <S title="Data">
        <div className="grid gap-4 md:grid-cols-2">
          <JsonView
            value={{
              to: ["a@x.test", "b@x.test"],
              subject: "September sales",
              total: 12840.5,
              ok: true,
              none: null,
              nested: { deep: { more: [1, 2, 3] } },
              empty: [],
            }}
          />
          <CodeBlock
            title="POST /v1/messages"
            code={'{\n  "to": ["a@x.test"],\n  "subject": "September sales"\n}'}
          />
        </div>
        <Card>
          <CardBody>
            <Markdown>
              {
                "## Report\nSales rose by **12 %** against August; see [the sheet](https://example.com).\n\n- North: 4,200\n- South: 3,100\n\n| Region | Total |\n|---|---|\n| North | 4,200 |\n| South | 3,100 |\n\n> Quoted\n\n`code` and ![chart](https://evil.test/x.png) <script>alert(1)</script>"
              }
            </Markdown>
          </CardBody>
        </Card>
      </S>
      <S title="States">
        <div className="grid gap-4 md:grid-cols-2">
          <Card>
            <EmptyState
              compact
              icon={<Target aria-hidden />}
              title="No goals yet"
              description="Describe one and see the plan before anything happens."
              action={<Button variant="primary">Describe a goal</Button>}
            />
          </Card>
          <Card>
            <ErrorState
              compact
              title="The runs could not be loaded"
              description="The database did not answer in time."
              onRetry={() => {}}
              details="ECONNREFUSED 127.0.0.1:5432"
            />
          </Card>
        </div>
        <Progress value={42} label="Sending" />
        <Progress value={null} label="Working" />
        <Separator />
        <div className="flex flex-col gap-2">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-2/3" />
        </div>
      </S>
    </Page>
  );
}

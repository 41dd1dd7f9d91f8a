// From signing up to retirement, with nothing but the generated client; says which deployment that was.
import {
  Configuration,
  ConfigurationApi,
  DeploymentsApi,
  OperatorsAndDomainsApi,
  RolloutsApi,
  type RolloutDocument,
} from "./src/index.js";

declare const process: { env: Record<string, string | undefined> };

const PATIENCE = 180_000;

function given(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

async function until<T>(ask: () => Promise<T>, done: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (done(answer)) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`still ${JSON.stringify(answer)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const domain = given("FEDIVERSITY_DOMAIN");
const configuration = new Configuration({
  basePath: given("FEDIVERSITY_URL"),
  accessToken: given("FEDIVERSITY_TOKEN"),
});
const people = new OperatorsAndDomainsApi(configuration);
const deployments = new DeploymentsApi(configuration);
const rollouts = new RolloutsApi(configuration);

await people.signUp({ about: { language: "en" } });
const claimed = await people.claimDomain({ newDomain: { name: domain } });
if (!claimed.verified) {
  throw new Error(`${domain} is not verified`);
}
const { id } = await deployments.createDeployment({
  newDeployment: {
    name: `hello of ${domain}`,
    environment: "alpha",
    topology: "monolithic",
    domain,
    applications: [{ name: "hello", label: "hello" }],
  },
});
const staged = await new ConfigurationApi(configuration).stageConfiguration({
  id,
  requestBody: { applications: { hello: { greeting: "Hello from TypeScript" } } },
});
const begun = await rollouts.deploy({ id, deployRequest: { revision: staged.revision } });
const ended = await until<RolloutDocument>(
  () => rollouts.getRollout({ id, n: begun.number }),
  (rollout) => rollout.endedAt !== null,
);
if (ended.status !== "succeeded") {
  throw new Error(JSON.stringify(ended));
}
await deployments.retireDeployment({ id });
await until(
  () => deployments.getDeployment({ id }),
  (deployment) => deployment.status === "retired",
);
console.log(id);

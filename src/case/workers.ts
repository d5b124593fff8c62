import caseSource from 'virtual:worker/case'
import demoSource from 'virtual:worker/demo'
import scanSource from 'virtual:worker/scan'

/** Made once: a blob of half a megabyte costs milliseconds that a page being watched can feel. */
const SOURCES = {
  case: asScript(caseSource),
  demo: asScript(demoSource),
  scan: asScript(scanSource),
}

/** URLs made one line before their use; the policy lets nothing else become a worker. */
const ours = new Set<string>()

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string }
}

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'afterpatch-worker',
  {
    createScriptURL(url) {
      if (!ours.delete(url)) throw new TypeError('not a worker of this page')
      return url
    },
  },
)

type WorkerName = keyof typeof SOURCES

const ready: { readonly name: WorkerName; readonly worker: Worker }[] = []

/** Starts workers before they are needed: reading its script takes each a tenth of a second. */
export function prepareWorkers(name: WorkerName, count: number): void {
  for (let index = 0; index < count; index++) {
    const one = { name, worker: newWorker(name) }
    ready.push(one)
    // The one that is started in its place fails before those who can tell of it.
    one.worker.onerror = (event) => {
      event.preventDefault()
      ready.splice(ready.indexOf(one), 1)
    }
  }
}

/** Starts one of the three workers, or takes one that was prepared. */
export function startWorker(name: WorkerName): Worker {
  const at = ready.findIndex((one) => one.name === name)
  const [prepared] = at < 0 ? [] : ready.splice(at, 1)
  if (!prepared) return newWorker(name)
  prepared.worker.onerror = null
  return prepared.worker
}

/** From a blob, so that it inherits the page's policy. */
function newWorker(name: WorkerName): Worker {
  const url = URL.createObjectURL(SOURCES[name])
  ours.add(url)
  const worker = new Worker(policy ? policy.createScriptURL(url) : url, { name })
  // The script is fetched from the blob before the next task; a second is ample.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 1_000)
  return worker
}

function asScript(source: string): Blob {
  return new Blob([source], { type: 'text/javascript' })
}

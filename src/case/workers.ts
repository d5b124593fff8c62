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

/** Starts one of the three workers from a blob, so that it inherits the page's policy. */
export function startWorker(name: keyof typeof SOURCES): Worker {
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

import { makePlace } from './place.mjs'

let place

async function answer({ wasm, index, who }) {
  if (wasm) place = await makePlace(wasm)
  else if (who) return place.run(index, who)
  else return place.prepare(index)
  return true
}

globalThis.onmessage = ({ data }) => {
  answer(data).then(
    (result) => globalThis.postMessage(result),
    (error) => globalThis.postMessage({ failed: String(error.stack ?? error) }),
  )
}

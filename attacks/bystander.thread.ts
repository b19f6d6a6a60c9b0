/* Someone who works while others attack: one request after the other, each timed, in a thread that the attack does not
   keep busy. Ends with the times when it is told to. */
import { parentPort, workerData } from 'node:worker_threads'

const { url, token, least } = workerData as { url: string; token: string; least: number }
const times: number[] = []
let isOver = false
parentPort!.once('message', () => (isOver = true))
while (!isOver || times.length < least) {
  const began = performance.now()
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`Someone else was answered with ${response.status}.`)
  times.push(performance.now() - began)
  await new Promise((done) => setTimeout(done, 10))
}
parentPort!.postMessage(times)

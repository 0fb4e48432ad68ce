// Prints geometry and a weighted sum of each volume as ITK reads it, one JSON object a line.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { join, resolve } from 'node:path'

const [folder, ...files] = process.argv.slice(2)
const require = createRequire(join(resolve(folder), 'package.json'))
const module = require.resolve('@itk-wasm/image-io').replace('index.js', 'index-node.js')
const { readImageNode } = await import(pathToFileURL(module).href)

for (const file of files) {
  try {
    const image = await readImageNode(file)
    const components = image.imageType.components
    let sum = 0
    for (let i = 0; i < image.data.length; i++) {
      sum += Number(image.data[i]) * (Math.floor(i / components) % 251 + 1)
    }
    console.log(JSON.stringify({
      file, sum, size: image.size, spacing: image.spacing, origin: image.origin,
      direction: Array.from(image.direction), channels: components
    }))
  } catch (e) {
    console.log(JSON.stringify({ file, refused: String(e) }))
  }
}

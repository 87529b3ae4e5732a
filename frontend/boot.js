// Starts the page. A file of its own because the content security policy allows no inline script;
// Trunk.toml names what to load in the script element's data attributes.
const { module, wasm } = document.getElementById("boot").dataset;

try {
  const page = await import(module);
  await page.default({ module_or_path: wasm });
} catch (error) {
  document.body.append("De-ID could not start. It needs a current browser with WebAssembly SIMD.");
  throw error;
}

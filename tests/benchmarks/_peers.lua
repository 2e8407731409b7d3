-- One pandoc process for all articles: `pandoc lua _peers.lua LIST FOLDER`. A list, as with a hundred
-- arguments pandoc crashes. Templates are compiled once.
local formats = { html = "html", epub = "epub", typst = "typ" }
local options = {}
for format in pairs(formats) do
  local template = pandoc.template.compile(pandoc.template.default(format))
  options[format] = pandoc.WriterOptions({ template = template })
end
for path in io.lines(arg[1]) do
  local file = assert(io.open(path))
  local document = pandoc.read(file:read("a"), "markdown")
  file:close()
  local stem = path:match("([^/]+)%.md$")
  for format, suffix in pairs(formats) do
    local made = assert(io.open(arg[2] .. "/" .. stem .. "." .. suffix, "wb"))
    made:write(pandoc.write(document, format, options[format]))
    made:close()
  end
end

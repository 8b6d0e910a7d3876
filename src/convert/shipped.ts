/** The parts that OpenNebula shipped in `common.erb` and `network.erb`: the built-in templates do the same, and better. */

const COMMON: readonly string[] = [
  `<% if @vm_info['NAME'] %> NAME = "<%= @vm_info['NAME'] %>" <% end %>`,
  `<% @vm_info.each('DISK') do |disk| %> <% if disk.attr('STORAGE','href') %>
   DISK = [ IMAGE_ID = <%= disk.attr('STORAGE','href').split('/').last %> ] <% end %> <% end %>`,
  `<% @vm_info.each('NIC') do |nic| %> <% if nic.attr('NETWORK','href') %>
   NIC = [ NETWORK_ID = <%= nic.attr('NETWORK','href').split('/').last %>
   <% if nic['IP'] %> ,IP = <%= nic['IP'] %> <% end %> ] <% end %> <% end %>`,
  `<% if @vm_info.has_elements?('CONTEXT') %> CONTEXT = [ <% first = true %>
   <% @vm_info.each('CONTEXT/*') do |cont| %> <% if cont.text %>
   <% if first %> <%= cont.name %> = "<%= cont.text %>" <% first = false %>
   <% else %> ,<%= cont.name %> = "<%= cont.text %>" <% end %> <% end %> <% end %> ] <% end %>`,
  `INSTANCE_TYPE = <%= @vm_info['INSTANCE_TYPE'] %>`,
  `INSTANCE_TYPE = <%= @itype %>`,
];

const NETWORK: readonly string[] = [
  `NAME = "<%= @vnet_info['NAME'] %>"`,
  `TYPE = RANGED`,
  `NETWORK_ADDRESS = <%= @vnet_info['ADDRESS'] %>`,
  `<% if @vnet_info['SIZE'] != nil %> NETWORK_SIZE = <%= @vnet_info['SIZE'] %> <% end %>`,
  `<% if @vnet_info['DESCRIPTION'] != nil %> DESCRIPTION = "<%= @vnet_info['DESCRIPTION'] %>" <% end %>`,
  `<% if @vnet_info['PUBLIC'] != nil %> PUBLIC = "<%= @vnet_info['PUBLIC'] %>" <% end %>`,
];

/** However it is indented. */
function pattern(block: string): RegExp {
  const words = block.match(/\w+|[^\w\s]/g) ?? [];
  return new RegExp(words.map((word) => word.replace(/[^\w]/, "\\$&")).join("\\s*"));
}

const PATTERNS = { common: COMMON.map(pattern), network: NETWORK.map(pattern) };

/** The rest of a file without comments and shipped parts; lines stay where they are. */
export function ownPart(kind: keyof typeof PATTERNS, text: string): string {
  const blank = (removed: string): string => removed.replace(/[^\n]/g, "");
  const withoutComments = text.replace(/^[ \t]*#.*$/gm, blank);
  return PATTERNS[kind].reduce((rest, shipped) => rest.replace(shipped, blank), withoutComments);
}

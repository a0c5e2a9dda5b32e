// A plugin for GCC that makes precompiled standard headers cheap to use.
//
// GCC instantiates most function templates at the end of a translation unit. The inline functions of <bits/stdc++.h> (formatting, calendars,
// futures) use more than a thousand, so that every program that includes the header pays for them, even `int main() {}`:
// a precompiled header is written before that point. This plugin does the work early. When the compiler has finished the
// type `glovebox_end_of_header`, the pending instantiations are made there and then, and are part of the precompiled header.
//
// The list is private to the compiler, but the garbage collector knows where it is. That ties the plugin to one version of GCC,
// which it checks; `precompile` falls back to an ordinary precompiled header if the result cannot be used.

#include "gcc-plugin.h"
#include "plugin-version.h"
#include "cp/cp-tree.h"

int plugin_is_GPL_compatible;

struct pending_template  // as in GCC's cp/pt.cc
{
  pending_template *next;
  tinst_level *tinst;
};

extern const struct ggc_root_tab gt_ggc_r_gt_cp_pt_h[];
extern void gt_ggc_mx_pending_template (void *);

static bool
has_virtual_table (tree member)
{
  return TREE_CODE (member) == FUNCTION_DECL && DECL_CLASS_SCOPE_P (member) && TYPE_POLYMORPHIC_P (DECL_CONTEXT (member));
}

static bool
can_be_settled (const pending_template *entry)
{
  tree declaration = entry->tinst->tldcl;
  if (entry->tinst->targs || !DECL_P (declaration))
    return false;
  if (DECL_TEMPLATE_SPECIALIZATION (declaration) || DECL_TEMPLATE_INSTANTIATED (declaration))
    return false;
  // The symbol table of a precompiled header cannot carry these half-way: the compiler would stop with an internal error.
  return !(has_virtual_table (declaration) && DECL_DESTRUCTOR_P (declaration));
}

// A constructor makes its class's virtual table needed, and the table all functions in it.
static void
use_virtual_functions (tree type)
{
  for (tree member = TYPE_FIELDS (type); member; member = DECL_CHAIN (member))
    if (TREE_CODE (member) == FUNCTION_DECL && DECL_VIRTUAL_P (member) && !DECL_PURE_VIRTUAL_P (member) && !DECL_DESTRUCTOR_P (member))
      mark_used (member, tf_none);
}

static bool
settle_once (pending_template *first)
{
  bool settled = false;
  for (pending_template *entry = first; entry; entry = entry->next)
    {
      if (!can_be_settled (entry))
	continue;
      tree declaration = entry->tinst->tldcl;
      instantiate_decl (declaration, /*defer_ok=*/false, /*expl_inst_class_mem_p=*/false);
      if (has_virtual_table (declaration) && DECL_CONSTRUCTOR_P (declaration))
	use_virtual_functions (DECL_CONTEXT (declaration));
      settled |= DECL_TEMPLATE_INSTANTIATED (declaration);
    }
  return settled;
}

static void
type_finished (void *type, void *)
{
  if (!type || !TYPE_P ((tree) type) || !TYPE_IDENTIFIER ((tree) type)
      || strcmp (IDENTIFIER_POINTER (TYPE_IDENTIFIER ((tree) type)), "glovebox_end_of_header") != 0)
    return;
  for (const ggc_root_tab *root = gt_ggc_r_gt_cp_pt_h; root->base; root++)
    if (root->cb == gt_ggc_mx_pending_template)
      while (settle_once (*(pending_template **) root->base))
	continue;
}

int
plugin_init (plugin_name_args *plugin, plugin_gcc_version *compiler)
{
  if (!plugin_default_version_check (compiler, &gcc_version))
    return 1;
  register_callback (plugin->base_name, PLUGIN_FINISH_TYPE, type_finished, nullptr);
  return 0;
}

using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>The exports of a woven module, read off its stubs, and whether stubs, slots and dispatch classes agree.</summary>
internal sealed class WovenExports
{
    private readonly Dictionary<MethodDefinition, StubPattern> _stubs = [];
    private readonly ModuleDefinition _module;

    private WovenExports(ModuleDefinition module) => _module = module;

    /// <summary>Reads them; the module may be unwoven afterwards.</summary>
    public static WovenExports Read(ModuleDefinition module)
    {
        var exports = new WovenExports(module);
        foreach (var method in module.GetTypes().SelectMany(static t => t.Methods))
        {
            if (StubPattern.Read(method) is { } stub)
                exports._stubs.Add(method, stub);
        }

        return exports;
    }

    /// <summary>Whether the method is an export.</summary>
    public bool Contains(MethodDefinition method) => _stubs.ContainsKey(method);

    /// <summary>The name of the dispatch class whose slot an export looks at.</summary>
    public string DispatchClassOf(MethodDefinition export) => _stubs[export].DispatchMethod.DeclaringType.Name;

    /// <summary>What does not agree; null when all does. To be asked before unweaving.</summary>
    public string? FindProblem()
    {
        var stubs = _stubs.ToLookup(static s => (s.Value.DispatchMethod.DeclaringType.FullName, s.Value.DispatchMethod.FullName));
        var slots = _module.GetType(GeneratedName.Slots)?.Fields.ToDictionary(static f => f.Name, static f => f.FieldType) ?? [];
        foreach (var slot in slots)
        {
            if ((slot.Value as IModifierType)?.ElementType is not TypeDefinition { Namespace: GeneratedName.Namespace } dispatch)
                return $"the slot {slot.Key} has no dispatch class";
            foreach (var method in dispatch.Methods.Where(static m => m.IsAbstract))
            {
                if (stubs[(dispatch.FullName, method.FullName)].Count() != 1)
                    return $"{ReadableName.Describe(method)} has no stub, or several";
            }
        }

        var stray = _stubs.Values.FirstOrDefault(s => !slots.ContainsKey(s.Slot.Name));
        return stray is null ? null : $"a stub looks at {stray.Slot.Name}, which is no slot";
    }
}

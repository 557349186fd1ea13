using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>The exports of a woven module, read off its stubs, by the type a person wrote.</summary>
internal sealed class ExportMap
{
    private readonly Dictionary<MetadataToken, StubPattern> _stubs = [];
    private readonly Dictionary<MetadataToken, List<MethodDefinition>> _exports = [];

    public ExportMap(ModuleDefinition woven)
    {
        foreach (var type in woven.GetTypes())
        {
            foreach (var method in type.Methods)
            {
                if (StubPattern.Read(method) is not { } stub)
                    continue;
                _stubs.Add(method.MetadataToken, stub);
                var owner = GeneratedCode.UserTypeOf(type).MetadataToken;
                if (!_exports.TryGetValue(owner, out var list))
                    _exports.Add(owner, list = []);
                list.Add(method);
            }
        }
    }

    /// <summary>Whether a method has a stub; <paramref name="method"/> is of the woven module, or of the same file unwoven in memory.</summary>
    public bool IsExport(MethodDefinition method) => _stubs.ContainsKey(method.MetadataToken);

    /// <summary>The stub of an export.</summary>
    public StubPattern StubOf(MethodDefinition export) => _stubs[export.MetadataToken];

    /// <summary>Whether a type that a person wrote has any export, so a slot.</summary>
    public bool HasSlot(TypeDefinition userType) => _exports.ContainsKey(userType.MetadataToken);

    /// <summary>The exports of a type that a person wrote and of what the compiler made for it, in the order of the module.</summary>
    public IReadOnlyList<MethodDefinition> ExportsOf(TypeDefinition userType) => _exports[userType.MetadataToken];
}

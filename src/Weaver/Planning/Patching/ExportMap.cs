using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>The exports of a woven module, by the type a person wrote; what their stubs say is read off them when it is asked for.</summary>
internal sealed class ExportMap
{
    private readonly ModuleDefinition _woven;
    private readonly Dictionary<MetadataToken, StubPattern?> _stubs = [];
    private readonly Dictionary<MetadataToken, List<MetadataToken>> _exports = [];

    /// <param name="module">The module.</param>
    /// <param name="raw">The unwoven module, whose image told which methods have stubs; null to look for them.</param>
    public ExportMap(DeployedModule module, RawModule? raw)
    {
        _woven = module.Woven;
        if (raw is not null)
        {
            foreach (var row in raw.Exports)
                Add((MethodDefinition)module.Old.LookupToken(new MetadataToken(TokenType.Method, row)), null);
            return;
        }

        foreach (var method in module.Woven.GetTypes().SelectMany(static t => t.Methods))
        {
            if (StubPattern.Read(method) is { } stub)
                Add(method, stub);
        }
    }

    /// <summary>Whether a method has a stub; <paramref name="method"/> is of the woven module, or of the same file unwoven in memory.</summary>
    public bool IsExport(MethodDefinition method) => _stubs.ContainsKey(method.MetadataToken);

    /// <summary>The method with its stub, of one of the file unwoven in memory.</summary>
    public MethodDefinition WovenOf(MethodDefinition old) => (MethodDefinition)_woven.LookupToken(old.MetadataToken);

    /// <summary>The stub of an export.</summary>
    public StubPattern StubOf(MethodDefinition export) =>
        _stubs[export.MetadataToken] ??= StubPattern.Read(export) ?? throw new WeaverDefectException($"{export.FullName} has a stub and has none");

    /// <summary>Whether a type that a person wrote has any export, so a slot.</summary>
    public bool HasSlot(TypeDefinition userType) => _exports.ContainsKey(userType.MetadataToken);

    /// <summary>The exports of a type that a person wrote and of what the compiler made for it, in the order of the module.</summary>
    public IReadOnlyList<MethodDefinition> ExportsOf(TypeDefinition userType) => [.. _exports[userType.MetadataToken].Select(t => (MethodDefinition)_woven.LookupToken(t))];

    private void Add(MethodDefinition method, StubPattern? stub)
    {
        _stubs.Add(method.MetadataToken, stub);
        var owner = GeneratedCode.UserTypeOf(method.DeclaringType).MetadataToken;
        if (!_exports.TryGetValue(owner, out var list))
            _exports.Add(owner, list = []);
        list.Add(method.MetadataToken);
    }
}

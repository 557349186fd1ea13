using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// The patch's classes that stand for deployed types: named like them, so that stack traces read as before. The holder of a replaced type
/// is its version class; that of another type just has the static bodies and the moved nested types.
/// </summary>
internal sealed class Holders
{
    private const TypeAttributes Static = TypeAttributes.Class | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;
    private const TypeAttributes Version = TypeAttributes.Class | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;

    private readonly ModuleDefinition _target;
    private readonly Dictionary<TypeDefinition, ReplacedType> _replaced;
    private readonly Dictionary<TypeDefinition, TypeDefinition> _holders = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public Holders(ModuleDefinition target, PatchPlan plan)
    {
        _target = target;
        _replaced = plan.Replaced.ToDictionary(static r => r.Type);
    }

    /// <summary>The holder for a type that a person wrote, in the new build, and for what the compiler made for it.</summary>
    public TypeDefinition FindOrAdd(TypeDefinition type)
    {
        var user = GeneratedCode.UserTypeOf(type);
        if (_holders.TryGetValue(user, out var holder))
            return holder;
        var isVersion = _replaced.TryGetValue(user, out var replaced);
        holder = new TypeDefinition(user.Namespace, user.Name, isVersion ? Version : Static);
        _holders.Add(user, holder);
        if (user.DeclaringType is null)
            AddTopLevel(holder);
        else
            AddNested(FindOrAdd(user.DeclaringType), holder);
        holder.BaseType = isVersion ? _target.ImportReference(replaced!.Dispatch) : _target.TypeSystem.Object;
        return holder;
    }

    // Two assemblies may have a type of the same name; the second holder's name tells them apart.
    private void AddTopLevel(TypeDefinition holder)
    {
        var name = holder.Name;
        for (var number = 2; !_names.Add(holder.FullName); number++)
            holder.Name = GeneratedName.Numbered(name, number);
        holder.IsPublic = true;
        _target.Types.Add(holder);
    }

    private static void AddNested(TypeDefinition outer, TypeDefinition holder)
    {
        holder.Namespace = "";
        holder.IsNestedPublic = true;
        outer.NestedTypes.Add(holder);
    }
}

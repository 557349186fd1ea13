using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// What earlier patches added to the deployed types of an assembly and what lives on: closure classes, of which there are objects, and the methods that delegates name. All unwoven.
/// </summary>
internal sealed class EarlierMembers
{
    private readonly List<(TypeDefinition, AddedMark)> _closures = [];
    private readonly List<(MethodDefinition, AddedMark)> _homes = [];

    public EarlierMembers(AssemblyPair pair)
    {
        foreach (var type in pair.Earlier.SelectMany(static e => e.Module.Old.GetTypes()))
        {
            if (AddedMark.Read(type) is { } mark && mark.Assembly == pair.Name)
                _closures.Add((type, mark));
            foreach (var method in type.Methods)
            {
                if (AddedMark.Read(method) is { } home && home.Assembly == pair.Name)
                    _homes.Add((method, home));
            }
        }
    }

    /// <summary>The closure classes, those of the earliest patch first.</summary>
    public IReadOnlyList<(TypeDefinition Type, AddedMark Mark)> Closures => _closures;

    /// <summary>The methods that delegates name: lambdas in those closure classes, and static ones for all else.</summary>
    public IReadOnlyList<(MethodDefinition Method, AddedMark Mark)> Homes => _homes;

    /// <summary>The method with the code behind a home: itself, or the one that it calls.</summary>
    public static MethodDefinition CodeOf(MethodDefinition home) =>
        home.IsStatic && home.Body.Instructions.FirstOrDefault(static i => i.OpCode.Code == Code.Call)?.Operand is MethodReference called ? called.Resolve() ?? home : home;
}

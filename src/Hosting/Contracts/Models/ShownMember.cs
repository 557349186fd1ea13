using System.Reflection;
using HotWeave.Frameworks;

namespace HotWeave.AspNetCore.Contracts.Models;

/// <summary>A property of the class by which a version shows what it adds to a type.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Member">The property.</param>
/// <param name="Show">Makes what stands for an object.</param>
internal sealed record ShownMember(int Version, PropertyInfo Member, Func<object, object> Show)
{
    /// <summary>Those of a class.</summary>
    internal static IEnumerable<ShownMember> ReadAll(int version, Type contract)
    {
        var show = ContractClass.ReadShow(contract);
        return contract.GetProperties().Select(p => new ShownMember(version, p, show));
    }
}

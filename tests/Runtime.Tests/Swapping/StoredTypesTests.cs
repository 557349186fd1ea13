using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>Names of types for storage, of those that are deployed; JobTests of the services have those that patches add.</summary>
public class StoredTypesTests
{
    public static TheoryData<Type> Types => new()
    {
        typeof(StoredTypesTests),
        typeof(Nested<>),
        typeof(Nested<StoredTypesTests[]>),
        typeof(Dictionary<string, Nested<int?>[,]>),
        typeof(List<int>[][,]),
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_deployed_type_is_found_by_its_name_here_and_by_the_framework(Type type)
    {
        var name = StoredTypes.GetName(type);
        Assert.DoesNotContain("Version=", name, StringComparison.Ordinal);
        Assert.Equal(type, StoredTypes.Find(name));
        Assert.Equal(type, Type.GetType(name));
        Assert.Equal(type, StoredTypes.Find(type.AssemblyQualifiedName!));
    }

    [Theory]
    [InlineData("Unknown, HotWeave.Runtime.Tests")]
    [InlineData("Unknown, Unknown")]
    [InlineData("Unknown, HotWeave.Runtime.Tests.patch-0123456789ab, Version=0.0.0.0")]
    [InlineData("System.Collections.Generic.List`1[[Unknown, Unknown]], System.Private.CoreLib")]
    public void What_nobody_has_is_not_found(string name) => Assert.Null(StoredTypes.Find(name));

    // What an earlier deployment's patch was called.
    [Fact]
    public void A_name_of_a_patch_finds_the_type_that_is_deployed_by_now() =>
        Assert.Equal(typeof(StoredTypesTests), StoredTypes.Find($"{typeof(StoredTypesTests).FullName}, HotWeave.Runtime.Tests.patch-0123456789ab"));

    [Fact]
    public void A_parameter_has_no_name() => Assert.Throws<ArgumentException>(() => StoredTypes.GetName(typeof(List<>).GetGenericArguments()[0]));

    public sealed class Nested<T>;
}
